/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The half of madvise(FREE) that comes before its flush; do_madvise() is in mm.h.
 */
#ifndef KERNEL_MM_CALLS_MADVISE_H
#define KERNEL_MM_CALLS_MADVISE_H

#include <kernel/mm/tables/gather.h>

/*
 * madvise(FREE) of [@start, @end) of @vma, private anonymous memory, up to its flush, which
 * tlb_finish_mmu() makes.  Caller holds mmap_lock, or nobody else changes the areas.
 */
void madvise_free_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start,
			 uintptr_t end);

#endif
