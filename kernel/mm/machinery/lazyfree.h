/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that madvise(MADV_FREE) has given up.  Reclaim may drop them without writing them
 * anywhere, as long as nobody has stored to them since and nobody else holds them.  A store shows
 * in the D bit, or in page->dirty, to which others move it.
 */
#ifndef KERNEL_MM_MACHINERY_LAZYFREE_H
#define KERNEL_MM_MACHINERY_LAZYFREE_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Mark the page that @pte, of a private VMA, maps as lazily freeable.  False: this page cannot
 * be.  Caller holds the PTL, clears D, and flushes.
 */
bool lazyfree_mark(pte_t pte);

/* Drop those in [@start, @end) that are clean and that nobody holds.  Returns how many. */
unsigned int lazyfree_reclaim(struct mm *mm, uintptr_t start, uintptr_t end);

#endif
