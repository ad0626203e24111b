/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zapping, and munmap() on top of it.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/unmap.h>
#include <kernel/mm/objects/ptshare.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

/* One entry fewer names @slot. */
static void put_slot(struct mmu_gather *tlb, uint64_t slot)
{
	if (!tlb->slots) {
		swap_entry_put(slot);
		return;
	}
	swap_entry_drop(slot);
	tlb->slots[slot / 64] |= 1ULL << (slot % 64);
}

/*
 * The same for one that maps no page, with what it stands for.  If the flush of what was
 * there is deferred, it is made at the end; a fault that comes before asks
 * mm_tlb_flush_pending().  Releases the PTL.
 */
static void zap_entry(struct mmu_gather *tlb, pte_t *ptep, pte_t old)
{
	/* Why: of what was here a flush may be deferred.  Litmus reclaim/luf-one-cpu. */
	if (!mutant(ZAP_SKIP_MARKER))
		tlb_gather_entry(tlb, old);
	if (entry_is_empty(old)) {
		pte_unlock(ptep);
		return;
	}
	(void)ptep_get_and_clear(ptep);
	pte_unlock(ptep);
	if (entry_kind(old) == ENTRY_SWAP)
		put_slot(tlb, entry_value(old));
}

/* Clear one entry under its lock. */
static void zap_pte(struct mmu_gather *tlb, pte_t *ptep, uintptr_t va)
{
	struct page *page;
	pte_t old;

	pte_lock(ptep);
	old = pte_get(ptep);
	if (!entry_is_page(old)) {
		zap_entry(tlb, ptep, old);
		return;
	}
	old = ptep_get_and_clear(ptep);
	step(PTE_CLEAR, va, pte_pfn(old));
	page = pfn_to_page(pte_pfn(old));
	if (page->kind == PAGE_DEVICE) {
		tlb_track(tlb, va);
		pte_unlock(ptep);
		return;
	}
	tlb_remove_page(tlb, page, va);
	if (pte_dirty(old) && page->kind == PAGE_FILE)
		WRITE_ONCE(page->dirty, true);
	/*
	 * Why: the gather drops mapcount after its flush, since write-back takes a page with
	 * none for one that no TLB has (5df397dec7c4).  Litmus unmap/zap-rmap-before-flush.
	 */
	if (mutant(ZAP_DROPS_RMAP_EARLY))
		atomic_sub(&page->mapcount, 1);
	if (pte_dirty(old) && page->kind == PAGE_FILE) {
		/*
		 * Why: write-back would find no PTE, take the page for clean, and lose stores
		 * made through stale translations (1cf35d47712d).  Litmus
		 * writeback/zap-dirty-vs-mkclean.
		 */
		if (!mutant(ZAP_SKIP_FORCE_FLUSH))
			tlb_flush_mmu_tlbonly(tlb);
	}
	pte_unlock(ptep);
}

void unmap_range(struct mmu_gather *tlb, struct vma *vma, uintptr_t start, uintptr_t end)
{
	for (uintptr_t va = start; va < end; va += PAGE_SIZE) {
		pte_t *ptep = pte_lookup(vma->mm, va);

		if (!ptep) {
			va |= pte_span(1) - PAGE_SIZE; /* the rest of a missing table */
			continue;
		}
		zap_pte(tlb, ptep, va);
	}
	tlb_gather_vma(tlb, vma);
}

/* Make areas end and begin at @va.  Caller holds mmap_lock for writing. */
static int split_at(struct mm *mm, uintptr_t va)
{
	struct vma *vma = vma_find(mm, va);

	return vma && vma->start < va ? vma_split(vma, va) : 0;
}

int split_areas(struct mm *mm, uintptr_t start, uintptr_t end)
{
	int err = split_at(mm, start);

	return err ? err : split_at(mm, end);
}

void free_tables_between(struct mmu_gather *tlb, const struct vma *first, const struct vma *last)
{
	const struct vma *before = vma_prev(first);
	const struct vma *behind = vma_next(last);

	free_pgtables(tlb, first->start, last->end, before ? before->end : 0,
		      behind ? behind->start : USER_VA_END);
}

/* Every area of [@start, @end) lies whole within it.  Caller holds mmap_lock for writing. */
static void unmap_areas(struct mm *mm, uintptr_t start, uintptr_t end)
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
		/* Why: its device, which counts no mappings, will not find it any more, and takes
		 * that for flushed (CVE-2022-39188).  Litmus unmap/pfnmap-unmap-range-vs-munmap. */
		if (vma->flags & VM_PFNMAP && !mutant(PFNMAP_SKIP_FLUSH))
			tlb_flush_mmu_tlbonly(&tlb);
		/* Why now: a walk of the rmap would be in tables that are gone.  Litmus
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

/* Caller holds mmap_lock for writing. */
static int munmap_locked(struct mm *mm, uintptr_t start, uintptr_t end)
{
	int err;

	ptshare_leave(mm, start, end);
	err = split_areas(mm, start, end);
	free_retired_tables(mm);
	if (!err)
		unmap_areas(mm, start, end);
	return err;
}

bool user_range_is_valid(uintptr_t va, size_t len)
{
	return va % PAGE_SIZE == 0 && len % PAGE_SIZE == 0 && len && len <= USER_VA_END &&
	       va <= USER_VA_END - len;
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

/* Caller holds mmap_lock for writing; the range is unmapped. */
static int insert_area(struct mm *mm, const struct vma *like)
{
	struct vma *vma = vma_insert(mm, like);
	int err;

	if (!vma)
		return -ENOMEM;
	if (!(vma->flags & VM_SHARE_TABLE))
		return 0;
	err = ptshare_join(vma);
	if (err)
		unmap_areas(mm, vma->start, vma->end);
	return err;
}

int mmap_area(struct mm *mm, const struct vma *like)
{
	int err;

	if (!user_range_is_valid(like->start, like->end - like->start) ||
	    like->start == 0) /* rmap's word for "not mapped" */
		return -EINVAL;
	/* The reverse mapping would not find what lies behind the wrap. */
	if (like->pgoff + ((like->end - like->start) >> PAGE_SHIFT) < like->pgoff)
		return -EINVAL;
	if (like->flags & VM_SHARE_TABLE && !ptshare_is_possible(like))
		return -EINVAL;
	write_lock(&mm->mmap_lock);
	err = munmap_locked(mm, like->start, like->end);
	if (!err)
		err = insert_area(mm, like);
	write_unlock(&mm->mmap_lock);
	return err;
}

int do_mmap(struct mm *mm, uintptr_t va, size_t len, unsigned int flags, struct file *file,
	    uint64_t pgoff)
{
	const struct vma like = {
		.start = va,
		.end = va + len,
		.flags = flags,
		.file = file,
		.pgoff = file ? pgoff : va >> PAGE_SHIFT,
	};

	/* What a device has is for pfnmap_mmap(). */
	if (flags & ~(VM_READ | VM_WRITE | VM_EXEC | VM_SHARED | VM_SHARE_TABLE))
		return -EINVAL;
	return mmap_area(mm, &like);
}
