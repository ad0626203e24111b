/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap().  Addresses and lengths are multiples of PAGE_SIZE, the range
 * lies below USER_VA_END, else -EINVAL; -ENOMEM when memory is out.
 */
#ifndef KERNEL_MM_CALLS_MREMAP_H
#define KERNEL_MM_CALLS_MREMAP_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Move the pages at @va, all in one area, else -EFAULT, to @new_va, where nothing may be
 * mapped, else -EINVAL.  On return no CPU can reach them through the old range.
 */
int do_mremap(struct mm *mm, uintptr_t va, size_t len, uintptr_t new_va);

#endif
