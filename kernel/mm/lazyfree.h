/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that madvise(MADV_FREE) has given up: reclaim may drop them without writing them
 * anywhere, as long as their D bit says that nobody has stored to them since.
 */
#ifndef KERNEL_MM_LAZYFREE_H
#define KERNEL_MM_LAZYFREE_H

#include <kernel/mm/gather.h>
#include <kernel/mm/mm.h>

/*
 * Mark the page that @pte, of a private area, maps as lazily freeable.  False: it is none
 * that can be.  Caller holds the PTL, and clears D, and flushes.
 */
bool lazyfree_mark(pte_t pte);

/* Drop those of [@start, @end) that are still clean; how many. */
unsigned int lazyfree_reclaim(struct mm *mm, uintptr_t start, uintptr_t end);

/*
 * madvise(FREE) of [@start, @end) of @vma, private anonymous memory, up to its flush, which
 * tlb_finish_mmu() makes.  Caller holds mmap_lock, or nobody else changes the areas.
 */
void madvise_free_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start,
			 uintptr_t end);

#endif
