/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap().  Addresses and lengths are multiples of PAGE_SIZE, and the range lies below
 * USER_VA_END, else -EINVAL; -ENOMEM if there is no memory.
 */
#ifndef KERNEL_MM_CALLS_MREMAP_H
#define KERNEL_MM_CALLS_MREMAP_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Move the pages at @va to @new_va.  On return no CPU can reach them through the old range.
 * -EFAULT: they are not all in one VMA; -EINVAL: something is mapped at @new_va.
 */
int do_mremap(struct mm *mm, uintptr_t va, size_t len, uintptr_t new_va);

#endif
