/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zapping: clearing one entry at a time, under its lock.
 */
#include <arch/atomic.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/free_pgtables.h>
#include <kernel/mm/tables/leaf.h>
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
	(void)swap_entry_drop(slot);
	tlb->slots[slot / 64] |= 1ULL << (slot % 64);
}

/* The marks of @old that stay when what it names is discarded. */
static uint64_t marks_that_stay(const struct mmu_gather *tlb, pte_t old)
{
	uint64_t stay = 0;

	if (tlb->keeps_markers)
		stay |= ENTRY_UFFD_WP;
	/* Why not: other content counts as a store.  Litmus softdirty/discarded. */
	if (mutant(ZAP_KEEPS_CLEAN))
		stay |= ENTRY_SOFT_CLEAN;
	return pte_value(old) & stay;
}

/* @ptep was cleared: set the marks again that stay. */
static void keep_marks(const struct mmu_gather *tlb, pte_t *ptep, pte_t old)
{
	uint64_t stay = marks_that_stay(tlb, old);

	/* Why: the monitor would miss a store to the file's page.  Litmus uffd/discarded-copy. */
	if (mutant(ZAP_FORGETS_MARKER))
		stay &= ~ENTRY_UFFD_WP;
	if (stay)
		ptep_set(ptep, pte_make(0, stay));
}

/* No page was there: drop the marks that do not stay. */
static void drop_marks(const struct mmu_gather *tlb, pte_t *ptep, pte_t old)
{
	uint64_t gone = entry_marks(old) & ~marks_that_stay(tlb, old);

	/* Why: the next VMA there would have it.  Litmus uffd/unmap. */
	if (mutant(ZAP_KEEPS_UFFD))
		gone &= ~ENTRY_UFFD_WP;
	if (gone)
		(void)ptep_test_and_clear(ptep, gone);
}

/*
 * Clear an entry that maps no page, and drop what it names.  If the flush of the previous entry is
 * deferred, the gather makes it at the end; until then faults ask mm_tlb_flush_pending().  Releases
 * the PTL.
 */
static void zap_entry(struct mmu_gather *tlb, const struct leaf *leaf, pte_t old)
{
	pte_t *ptep = leaf->ptep;

	/* Why: the flush of the previous entry may be deferred.  Litmus reclaim/luf-one-cpu. */
	if (!mutant(ZAP_SKIP_MARKER))
		tlb_gather_entry(tlb, old);
	if (entry_is_empty(old)) {
		/* Why not later: by then it may be the marker of a new page, which stays.  Litmus
		 * uffd/dontneed. */
		if (!mutant(ZAP_UNMARKS_LATE))
			drop_marks(tlb, ptep, old);
		leaf_unlock(leaf);
		if (mutant(ZAP_UNMARKS_LATE))
			drop_marks(tlb, ptep, old);
		return;
	}
	(void)ptep_get_and_clear(ptep);
	keep_marks(tlb, ptep, old);
	leaf_unlock(leaf);
	if (entry_kind(old) == ENTRY_SWAP)
		put_slot(tlb, entry_value(old));
}

/* Clear one leaf.  Releases the PTL. */
static void zap_leaf(struct mmu_gather *tlb, const struct leaf *leaf)
{
	pte_t old = pte_get(leaf->ptep);
	struct page *page;

	if (!entry_is_page(old)) {
		zap_entry(tlb, leaf, old);
		return;
	}
	old = ptep_get_and_clear(leaf->ptep);
	step(PTE_CLEAR, leaf->va, pte_pfn(old));
	keep_marks(tlb, leaf->ptep, old);
	page = pfn_to_page(pte_pfn(old));
	if (!entry_is_counted(old)) {
		tlb_track(tlb, leaf->va, leaf->level);
		leaf_unlock(leaf);
		return;
	}
	tlb_remove_page(tlb, page, leaf);
	if (pte_dirty(old) && page->kind == PAGE_FILE)
		WRITE_ONCE(page->dirty, true);
	/*
	 * Why not here: the gather drops the mapcount after its flush, because write-back takes
	 * a page without one as a page that no TLB has (5df397dec7c4).  Litmus
	 * unmap/zap-rmap-before-flush.
	 */
	if (mutant(ZAP_DROPS_RMAP_EARLY))
		page_remove_rmap(page);
	if (pte_dirty(old) && page->kind == PAGE_FILE) {
		/*
		 * Why: write-back would find no PTE, take the page as clean, and lose stores made
		 * through stale translations (1cf35d47712d).  Litmus
		 * writeback/zap-dirty-vs-mkclean.
		 */
		if (!mutant(ZAP_SKIP_FORCE_FLUSH))
			tlb_flush_mmu_tlbonly(tlb);
	}
	leaf_unlock(leaf);
}

void unmap_range(struct mmu_gather *tlb, struct vma *vma, uintptr_t start, uintptr_t end)
{
	struct leaf leaf = leaves_between(vma->mm, start, end);

	while (leaf_lock_next(&leaf))
		zap_leaf(tlb, &leaf);
	tlb_gather_vma(tlb, vma);
}

int gather_range(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, tlb_visit_fn *visit)
{
	struct vma *vma;
	int err = 0;

	for_each_vma (vma, tlb->mm, start, end) {
		uintptr_t from = vma->start > start ? vma->start : start;
		uintptr_t to = vma->end < end ? vma->end : end;
		/* As in madvise(): to leave a shared table takes mmap_lock for writing. */
		int failed = vma->table ? -EINVAL : tlb_gather_leaves(tlb, vma, from, to, visit);

		if (!err || failed == -EBUSY)
			err = failed;
	}
	return err;
}

int change_range(struct mm *mm, uintptr_t va, size_t len, tlb_visit_fn *visit, unsigned int allowed)
{
	/* Why: munmap() would free the VMAs and their tables meanwhile.  Litmus
	 * mprotect/clear-refs-vs-munmap. */
	bool unlocked = mutant(CHANGE_RANGE_SKIP_LOCK);
	struct mmu_gather tlb;
	int err;

	if (!user_range_is_valid(va, len))
		return -EINVAL;
	if (!unlocked)
		read_lock(&mm->mmap_lock);
	tlb_gather_mmu(&tlb, mm);
	/* As tlb_flush_pending: before any PTE changes, until they are flushed. */
	atomic_add(&mm->ranges_changing, 1);
	err = gather_range(&tlb, va, va + len, visit);
	tlb_finish_mmu(&tlb);
	atomic_sub(&mm->ranges_changing, 1);
	if (err != -EBUSY)
		luf_debug(range_settled, mm, va, va + len, allowed, tlb.debug_since);
	if (!unlocked)
		read_unlock(&mm->mmap_lock);
	return err;
}

/* Split the VMA that contains @va there.  Caller holds mmap_lock for writing. */
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

bool user_range_is_valid(uintptr_t va, size_t len)
{
	return va % PAGE_SIZE == 0 && len % PAGE_SIZE == 0 && len && len <= USER_VA_END &&
	       va <= USER_VA_END - len;
}
