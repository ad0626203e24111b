/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that madvise(MADV_FREE) has given up: reclaim may drop them without writing them
 * anywhere, as long as neither their D bit nor page->dirty, where others move it, says that
 * somebody has stored to them since, and nobody else holds them.
 */
#ifndef KERNEL_MM_MACHINERY_LAZYFREE_H
#define KERNEL_MM_MACHINERY_LAZYFREE_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Mark the page that @pte, of a private area, maps as lazily freeable.  False: it is none
 * that can be.  Caller holds the PTL, and clears D, and flushes.
 */
bool lazyfree_mark(pte_t pte);

/* Drop those of [@start, @end) that are still clean, and that nobody holds; how many. */
unsigned int lazyfree_reclaim(struct mm *mm, uintptr_t start, uintptr_t end);

#endif
