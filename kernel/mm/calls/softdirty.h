/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding out what a program stores to, as Linux's clear_refs does: writable entries become
 * read-only, and the next store to each page faults.
 */
#ifndef KERNEL_MM_CALLS_SOFTDIRTY_H
#define KERNEL_MM_CALLS_SOFTDIRTY_H

#include <kernel/mm/tables/mm_types.h>

/*
 * On return the next store to each page of the range makes its entry writable again.
 * Holes are skipped, and areas that share their table, for which it returns -EINVAL.  0, or
 * -EINVAL: see mm.h.  Unless wp_pinned=allow (held.h) so are pages that somebody holds: -EBUSY.
 */
int do_clear_refs(struct mm *mm, uintptr_t va, size_t len);

#endif
