/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Flushing the other sharers of a page table.
 */
#include <kernel/mm/tables/sharers.h>
#include <kernel/tlb/tlb.h>

void ptshare_flush_others(struct vma *vma)
{
	struct vma *sharer;

	for_each_sharer (sharer, vma) {
		if (sharer != vma)
			flush_tlb_mm_range(&sharer->mm->tlb, sharer->start, sharer->end, false);
	}
}
