/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap(): unlink the VMAs and their tables, flush, then free what they mapped.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>

void unmap_areas(struct mm *mm, uintptr_t start, uintptr_t end)
{
	struct vma *first = vma_first_after(mm, start);
	struct vma *last = NULL;
	struct mmu_gather tlb;
	struct vma *next;
	struct vma *vma;

	if (!first || first->start >= end)
		return;
	tlb_gather_mmu(&tlb, mm);
	for_each_vma (vma, mm, start, end) {
		unmap_range(&tlb, vma, vma->start, vma->end);
		/* Why: its device counts no mappings; if it finds none, it takes them for flushed
		 * (CVE-2022-39188).  Litmus unmap/pfnmap-unmap-range-vs-munmap. */
		if (vma->flags & VM_PFNMAP && !mutant(PFNMAP_SKIP_FLUSH))
			tlb_flush_mmu_tlbonly(&tlb);
		/* Why now: an rmap walk would be in tables that are freed.  Litmus
		 * unmap/munmap-vs-truncate. */
		if (!mutant(UNMAP_UNLINKS_LATE))
			vma_unlink_rmap(vma);
		last = vma;
	}
	free_tables_between(&tlb, first, last);
	tlb_finish_mmu(&tlb);
	luf_debug(range_gone, mm, first->start, last->end);
	for (vma = first; vma && vma->start < end; vma = next) {
		next = vma_next(vma);
		if (mutant(UNMAP_UNLINKS_LATE))
			vma_unlink_rmap(vma);
		vma_free(vma);
	}
}

int munmap_locked(struct mm *mm, uintptr_t start, uintptr_t end)
{
	int err;

	ptshare_leave(mm, start, end);
	err = split_areas(mm, start, end);
	if (mutant(MUNMAP_FREES_RETIRED_FIRST))
		free_retired_tables(mm);
	if (!err)
		unmap_areas(mm, start, end);
	/* Why last: until its VMAs are unlinked, tables may be retracted, and if the mm ends no
	 * other call frees them.  Litmus switch/mm-destroy-vs-retract. */
	if (!mutant(MUNMAP_FREES_RETIRED_FIRST))
		free_retired_tables(mm);
	return err;
}

int do_munmap(struct mm *mm, uintptr_t va, size_t len)
{
	int err;

	if (!user_range_is_valid(va, len))
		return -EINVAL;
	write_lock(&mm->mmap_lock);
	err = munmap_locked(mm, va, va + len);
	write_unlock(&mm->mmap_lock);
	return err;
}
