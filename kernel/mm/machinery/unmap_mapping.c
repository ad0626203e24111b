/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unmapping pages VMA by VMA, each with a gather of its own.
 */
#include <kernel/mm/machinery/unmap_mapping.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/rules/mutants.h>

/* A bitmap of the swap slots where private copies were. */
#define SLOT_WORDS ((SWAP_MAX_SLOTS + 64) / 64)

/*
 * Clear what @vma maps of pages [@first, @end), and set their swap slots in @slots.  Caller holds
 * the areas lock.
 */
static void unmap_area(struct vma *vma, uint64_t first, uint64_t end, uint64_t *slots)
{
	uint64_t vma_end = vma->pgoff + ((vma->end - vma->start) >> PAGE_SHIFT);
	uintptr_t start_va, end_va;
	struct mmu_gather tlb;

	if (first < vma->pgoff)
		first = vma->pgoff;
	if (end > vma_end)
		end = vma_end;
	if (first >= end)
		return;
	start_va = vma->start + ((first - vma->pgoff) << PAGE_SHIFT);
	end_va = vma->start + ((end - vma->pgoff) << PAGE_SHIFT);
	tlb_gather_mmu(&tlb, vma->mm);
	tlb.slots = slots;
	tlb.sharing = vma;
	unmap_range(&tlb, vma, start_va, end_va);
	/* Why: accesses beyond the end must fault, and a file that grows again has zeros there.
	 * Litmus unmap/truncate-tell. */
	if (mutant(TRUNCATE_SKIP_FLUSH))
		tlb_forget_range(&tlb);
	tlb_finish_mmu(&tlb);
	luf_debug(range_settled, tlb.mm, start_va, end_va, 0, tlb.debug_since);
}

void unmap_mapping_range(struct areas *areas, uint64_t first, uint64_t end)
{
	uint64_t slots[SLOT_WORDS] = { 0 };
	struct area_link *link;

	/* Their tables stay: munmap() takes the VMA off the list before it frees them. */
	read_lock(&areas->lock);
	list_for_each_entry (link, &areas->links, list)
		unmap_area(link->vma, first, end, slots);
	read_unlock(&areas->lock);
	/* Only now: reclaim holds page locks when it takes the areas lock. */
	for (uint64_t slot = 1; slot <= SWAP_MAX_SLOTS; slot++) {
		if (slots[slot / 64] >> (slot % 64) & 1)
			swap_trim(slot);
	}
}
