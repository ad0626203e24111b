/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * madvise(): a program no longer needs the content of a range.
 *
 * It holds mmap_lock for reading only, so faults and other calls of madvise() on the same
 * range run concurrently: see gather.h.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/machinery/lazyfree.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

#define BITS (PTE_DIRTY | PTE_ACCESSED)

static int free_pte(struct mmu_gather *tlb, const struct leaf *leaf)
{
	pte_t old = pte_get(leaf->ptep);

	if (!lazyfree_mark(old) || !(pte_value(old) & BITS)) {
		step(PTE_UNCHANGED, leaf->va, 0);
		return 0;
	}
	old = ptep_test_and_clear(leaf->ptep, BITS);
	step(PTE_WRPROTECT, leaf->va, pte_pfn(old));
	/* Why: a store through a cached entry with D set does not set D again.  Litmus
	 * reclaim/parallel-madv-free-dirty-loss. */
	if (pte_needs_flush(old, pte_clear_bits(old, BITS)) && !mutant(MADV_FREE_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
	return 0;
}

void madvise_free_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start,
			 uintptr_t end)
{
	(void)tlb_gather_leaves(tlb, vma, start, end, free_pte);
}

static void advise_area(struct vma *vma, uintptr_t start, uintptr_t end, enum madvice advice)
{
	struct mmu_gather tlb;

	tlb_gather_mmu(&tlb, vma->mm);
	/* The content of a file is still there, so its markers stay; see uffd.h. */
	tlb.keeps_markers = vma->uffd && vma->file;
	if (advice == MADV_DONTNEED)
		unmap_range(&tlb, vma, start, end);
	else if (!vma->file && !(vma->flags & VM_SHARED))
		madvise_free_leaves(&tlb, vma, start, end);
	tlb_finish_mmu(&tlb);
	luf_debug(range_settled, tlb.mm, start, end, advice == MADV_FREE ? VM_READ | VM_EXEC : 0,
		  tlb.debug_since);
}

static int madvise_locked(struct mm *mm, uintptr_t start, uintptr_t end, enum madvice advice)
{
	while (start < end) {
		struct vma *vma = vma_find(mm, start);
		uintptr_t stop;

		if (!vma)
			return -ENOMEM;
		/* Others see the leaves, and to leave the table takes mmap_lock for writing. */
		if (vma->table)
			return -EINVAL;
		stop = vma->end < end ? vma->end : end;
		advise_area(vma, start, stop, advice);
		start = stop;
	}
	return 0;
}

int do_madvise(struct mm *mm, uintptr_t va, size_t len, enum madvice advice)
{
	int err;

	if (!user_range_is_valid(va, len) || (advice != MADV_DONTNEED && advice != MADV_FREE))
		return -EINVAL;
	/* Why: munmap() would free the VMAs and their tables meanwhile.  Litmus
	 * unmap/dontneed-vs-munmap. */
	if (mutant(MADVISE_SKIP_LOCK))
		return madvise_locked(mm, va, va + len, advice);
	read_lock(&mm->mmap_lock);
	err = madvise_locked(mm, va, va + len, advice);
	read_unlock(&mm->mmap_lock);
	return err;
}
