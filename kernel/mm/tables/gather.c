/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mmu_gather: the order clear, flush, free.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/mm/tables/sharers.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

/* More pages of a gather; fills a frame of its own. */
struct gather_batch {
	struct gather_batch *next;
	size_t nr;
	struct page *pages[];
};

#define BATCH_PAGES ((PAGE_SIZE - sizeof(struct gather_batch)) / sizeof(struct page *))

static bool without_frames;

void tlb_forget_range(struct mmu_gather *tlb)
{
	tlb->start = USER_VA_END;
	tlb->end = 0;
	tlb->freed_tables = false;
}

void tlb_gather_mmu(struct mmu_gather *tlb, struct mm *mm)
{
	tlb->mm = mm;
	tlb->debug_since = luf_debug_now();
	tlb->nr = 0;
	tlb->luf_ugen = 0;
	tlb->batched = false;
	tlb->slots = NULL;
	tlb->keeps_markers = false;
	tlb->sharing = NULL;
	tlb->batches = NULL;
	tlb_forget_range(tlb);
	/* Before any PTE changes.  A CPU that sees a change under the PTL sees this, too. */
	atomic_add(&mm->tlb_flush_pending, 1);
}

/* At the end settle the flush that was deferred at @ugen. */
static void owe(struct mmu_gather *tlb, uint64_t ugen)
{
	if (ugen > tlb->luf_ugen)
		tlb->luf_ugen = ugen;
}

void tlb_gather_vma(struct mmu_gather *tlb, const struct vma *vma)
{
	owe(tlb, luf_track_vma_ugen(vma));
	tlb->batched = true;
}

int tlb_gather_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start, uintptr_t end,
		      tlb_visit_fn *visit)
{
	struct leaf leaf = leaves_between(vma->mm, start, end);
	int err = 0;

	while (leaf_lock_next(&leaf)) {
		int failed = visit(tlb, &leaf);

		leaf_unlock(&leaf);
		if (!err)
			err = failed;
	}
	tlb_gather_vma(tlb, vma);
	return err;
}

void tlb_gather_entry(struct mmu_gather *tlb, pte_t entry)
{
	owe(tlb, luf_track_entry_ugen(tlb->mm, entry));
}

void tlb_track(struct mmu_gather *tlb, uintptr_t va, unsigned int level)
{
	if (va < tlb->start)
		tlb->start = va;
	if (va + pte_span(level) > tlb->end)
		tlb->end = va + pte_span(level);
}

static void free_array(struct page **pages, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		/* Why only now: until here TLBs had it.  Litmus unmap/zap-rmap-before-flush. */
		if (pages[i]->kind != PAGE_TABLE && !mutant(ZAP_DROPS_RMAP_EARLY))
			page_remove_rmap(pages[i]);
		page_put(pages[i]);
	}
}

static void free_pages(struct mmu_gather *tlb)
{
	free_array(tlb->pages, tlb->nr);
	tlb->nr = 0;
	while (tlb->batches) {
		struct gather_batch *batch = tlb->batches;

		tlb->batches = batch->next;
		free_array(batch->pages, batch->nr);
		page_put(pfn_to_page(virt_to_phys(batch) >> PAGE_SHIFT));
	}
}

void tlb_gather_without_frames(bool without)
{
	without_frames = without;
}

/* A new batch for @tlb, or NULL if there is no memory. */
static struct gather_batch *add_batch(struct mmu_gather *tlb)
{
	struct page *page = without_frames ? NULL : page_alloc(PAGE_KERNEL);
	struct gather_batch *batch = page ? page_va(page) : NULL;

	if (!batch)
		return NULL;
	batch->next = tlb->batches;
	batch->nr = 0;
	tlb->batches = batch;
	return batch;
}

/* Add @page to @tlb; false: there is no room. */
static bool keep_page(struct mmu_gather *tlb, struct page *page)
{
	struct gather_batch *batch = tlb->batches;

	if (tlb->nr < GATHER_PAGES) {
		tlb->pages[tlb->nr++] = page;
		return true;
	}
	if (!batch || batch->nr == BATCH_PAGES)
		batch = add_batch(tlb);
	if (!batch)
		return false;
	batch->pages[batch->nr++] = page;
	return true;
}

/* No room is left: flush and free what was gathered, in that order. */
static void make_room(struct mmu_gather *tlb)
{
	/* Why: the frames are freed next.  Litmus unmap/gather-batch-overflow-order. */
	if (!mutant(GATHER_OVERFLOW_SKIP_FLUSH))
		tlb_flush_mmu_tlbonly(tlb);
	free_pages(tlb);
}

/* Keep @page, with its reference, until the next flush. */
static void gather(struct mmu_gather *tlb, struct page *page, uintptr_t va, unsigned int level)
{
	if (!keep_page(tlb, page)) {
		make_room(tlb);
		BUG_ON(!keep_page(tlb, page));
	}
	/* Why a table, even one without leaves: CPUs cache upper levels as well (SDM vol. 3,
	 * 4.10.4.2).  Litmus unmap/tables-alone. */
	if (page->kind != PAGE_TABLE || !mutant(GATHER_SKIP_TABLES))
		tlb_track(tlb, va, level);
}

void tlb_remove_page(struct mmu_gather *tlb, struct page *page, const struct leaf *leaf)
{
	gather(tlb, page, leaf->va, leaf->level);
}

void tlb_remove_table(struct mmu_gather *tlb, struct page *table, uintptr_t va)
{
	gather(tlb, table, va, 0);
	/* Why: CPUs that idle in the mm may walk it speculatively.  Litmus switch/lazy-tables. */
	tlb->freed_tables = !mutant(GATHER_FORGETS_TABLES);
}

void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb)
{
	if (tlb->start >= tlb->end) {
		step(PTE_UNCHANGED, 0, 0);
		return;
	}
	/* Why: the pages are freed, or written to the device, next.  Litmus unmap/unmap-flush-tell.
	 */
	if (!mutant(GATHER_SKIP_FLUSH))
		flush_tlb_mm_range(&tlb->mm->tlb, tlb->start, tlb->end, tlb->freed_tables);
	if (tlb->sharing)
		ptshare_flush_others(tlb->sharing);
	tlb_forget_range(tlb);
}

void tlb_flush_mmu(struct mmu_gather *tlb)
{
	if (mutant(GATHER_FREE_BEFORE_FLUSH))
		free_pages(tlb);
	tlb_flush_mmu_tlbonly(tlb);
	free_pages(tlb);
}

/* Flush what reclaim had cleared in these VMAs before, and not flushed yet. */
static void settle_deferred(struct mmu_gather *tlb)
{
	struct mm_tlb *mm = &tlb->mm->tlb;

	/* Why: reclaim cleared PTEs in the range, so this gather did not find them.  Litmus
	 * reclaim/batched-reclaim-vs-mprotect. */
	if (tlb->batched && !mutant(GATHER_SKIP_BATCHED))
		flush_tlb_batched_pending(mm);
	/* Why: as above, for flushes that LUF deferred past the free.  Litmus
	 * reclaim/luf-munmap-mmap-stale-ro. */
	if (luf_pending_since(&mm->luf, tlb->luf_ugen) && !mutant(GATHER_SKIP_LUF))
		luf_flush(&mm->luf);
}

bool mm_tlb_flush_pending(struct mm *mm)
{
	return READ_ONCE(mm->tlb_flush_pending) > 0;
}

void flush_tlb_gather_pending(struct mm *mm, uintptr_t va)
{
	if (mm_tlb_flush_pending(mm))
		flush_tlb_page(&mm->tlb, va);
}

/* Another gather may have made changes that this one found done, and not flushed them yet. */
static void flush_if_nested(struct mmu_gather *tlb)
{
	/* Why: our caller relies on the range from now on, before the other gather flushes.
	 * Litmus reclaim/parallel-madv-free-dirty-loss. */
	if (READ_ONCE(tlb->mm->tlb_flush_pending) > 1 && !mutant(GATHER_SKIP_NESTED)) {
		tlb->start = 0;
		tlb->end = USER_VA_END;
	}
}

void tlb_finish_mmu(struct mmu_gather *tlb)
{
	flush_if_nested(tlb);
	tlb_flush_mmu(tlb);
	if (mutant(GATHER_PENDING_EARLY))
		atomic_sub(&tlb->mm->tlb_flush_pending, 1);
	settle_deferred(tlb);
	/* Why only now: faults use it to learn of deferred flushes, too.  Litmus
	 * unmap/dontneed-deferred-vs-fault. */
	if (!mutant(GATHER_PENDING_EARLY))
		atomic_sub(&tlb->mm->tlb_flush_pending, 1);
}
