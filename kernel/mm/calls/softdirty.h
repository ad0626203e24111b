/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding the pages that a program stores to, as with Linux's clear_refs and pagemap
 * (Documentation/admin-guide/mm/soft-dirty.rst): clear_refs marks entries soft-clean and takes W
 * away; the next store to a page faults, and clears the mark.
 *
 * Linux has the inverse bit in entries, and another in VMAs for what has no entry.  Here whatever
 * has no mark is soft-dirty, so a mark that is lost is an error on the safe side.  What happens to
 * the mark:
 *
 *	a store, a pin for storing	dropped
 *	swapped out, moving		kept, and when the page comes back for a load
 *	file page reclaimed		kept, in the entry that is left
 *	mprotect(), NUMA hinting	kept
 *	KSM, MADV_FREE			kept: the content is the same, or given up
 *	fork()				kept by the parent; a private page of the child has it, too
 *	mremap()			dropped: the new place has other content than before
 *	MADV_DONTNEED, munmap(),	dropped, likewise
 *	truncation, uprobes
 *
 * Stores through other mappings of the page, and by who holds it, do not count.
 */
#ifndef KERNEL_MM_CALLS_SOFTDIRTY_H
#define KERNEL_MM_CALLS_SOFTDIRTY_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Mark the pages of the range that are mapped, swapped out or moving.  On return the next store to
 * each of them faults, which makes its entry writable again, and the page soft-dirty.  It skips
 * holes; VMAs that share their table, for which it returns -EINVAL; and, unless wp_pinned=allow
 * (held.h), pages that somebody holds, for which it returns -EBUSY.  Otherwise 0.
 */
int do_clear_refs(struct mm *mm, uintptr_t va, size_t len);

/* Bit 55 of pagemap: may the page at @va have been stored to, or have come there, since then? */
bool is_soft_dirty(struct mm *mm, uintptr_t va);

#endif
