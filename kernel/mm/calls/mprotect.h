/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mprotect().  Addresses and lengths are multiples of PAGE_SIZE, and the range lies below
 * USER_VA_END, else -EINVAL; -ENOMEM if there is no memory.
 */
#ifndef KERNEL_MM_CALLS_MPROTECT_H
#define KERNEL_MM_CALLS_MPROTECT_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Change VM_READ, VM_WRITE and VM_EXEC of the range to @flags.  On return no CPU can make an access
 * there that the new flags forbid.  -ENOMEM: there is a hole, and nothing has changed.  -EBUSY,
 * unless wp_pinned=allow (held.h): the range would become read-only, and somebody holds a page of a
 * private VMA in it; all rights are as they were.
 */
int do_mprotect(struct mm *mm, uintptr_t va, size_t len, unsigned int flags);

#endif
