/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the pages that a program stores to, as Linux's clear_refs does: writable entries become
 * read-only, and the next store to each page faults.
 */
#ifndef KERNEL_MM_CALLS_SOFTDIRTY_H
#define KERNEL_MM_CALLS_SOFTDIRTY_H

#include <kernel/mm/tables/mm_types.h>

/*
 * On return the next store to each page of the range faults, which makes its entry writable again.
 * It skips holes; VMAs that share their table, for which it returns -EINVAL; and, unless
 * wp_pinned=allow (held.h), pages that somebody holds, for which it returns -EBUSY.  Otherwise 0.
 */
int do_clear_refs(struct mm *mm, uintptr_t va, size_t len);

#endif
