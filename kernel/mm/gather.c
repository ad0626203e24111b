/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mmu_gather: the order clear, flush, free.
 */
#include <kernel/mm/gather.h>
#include <kernel/mm/luf_track.h>
#include <kernel/mutants.h>
#include <kernel/panic.h>
#include <kernel/step.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

static void forget_range(struct mmu_gather *tlb)
{
	tlb->start = USER_VA_END;
	tlb->end = 0;
	tlb->freed_tables = false;
}

void tlb_gather_mmu(struct mmu_gather *tlb, struct mm *mm)
{
	tlb->mm = mm;
	tlb->nr = 0;
	tlb->luf_ugen = 0;
	tlb->batched = false;
	tlb->slots = NULL;
	forget_range(tlb);
}

/* A flush that was deferred at @ugen is settled at the end. */
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

void tlb_gather_entry(struct mmu_gather *tlb, pte_t entry)
{
	owe(tlb, luf_track_entry_ugen(tlb->mm, entry));
}

void tlb_track(struct mmu_gather *tlb, uintptr_t va)
{
	if (va < tlb->start)
		tlb->start = va;
	if (va + PAGE_SIZE > tlb->end)
		tlb->end = va + PAGE_SIZE;
}

/* Keep @page, with its reference, until the next flush. */
static void gather(struct mmu_gather *tlb, struct page *page, uintptr_t va)
{
	if (tlb->nr == GATHER_PAGES)
		tlb_flush_mmu(tlb);
	BUG_ON(tlb->nr >= GATHER_PAGES);
	tlb->pages[tlb->nr++] = page;
	/* Why: of a table too, even one with no leaf left: upper levels are cached as well (SDM
	 * vol. 3, 4.10.4.2).  Litmus unmap/tables-alone. */
	if (page->kind != PAGE_TABLE || !mutant(GATHER_SKIP_TABLES))
		tlb_track(tlb, va);
}

void tlb_remove_page(struct mmu_gather *tlb, struct page *page, uintptr_t va)
{
	gather(tlb, page, va);
}

void tlb_remove_table(struct mmu_gather *tlb, struct page *table, uintptr_t va)
{
	gather(tlb, table, va);
	/* Why: CPUs that idle with the mm may walk it by speculation.  Litmus switch/lazy-tables.
	 */
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
	forget_range(tlb);
}

static void free_pages(struct mmu_gather *tlb)
{
	for (unsigned int i = 0; i < tlb->nr; i++) {
		struct page *page = tlb->pages[i];

		/* Only now: munmap's share of mapcount goes when no TLB has the page
		 * (5df397dec7c4). */
		if (page->kind != PAGE_TABLE)
			atomic_sub(&page->mapcount, 1);
		page_put(page);
	}
	tlb->nr = 0;
}

void tlb_flush_mmu(struct mmu_gather *tlb)
{
	if (mutant(GATHER_FREE_BEFORE_FLUSH))
		free_pages(tlb);
	tlb_flush_mmu_tlbonly(tlb);
	free_pages(tlb);
}

/* What reclaim cleared in these areas before we came, and has not flushed yet. */
static void settle_deferred(struct mmu_gather *tlb)
{
	struct mm_tlb *mm = &tlb->mm->tlb;

	/* Why: the range is changed without a PTE left to say so.  Litmus
	 * reclaim/batched-reclaim-vs-mprotect. */
	if (tlb->batched && !mutant(GATHER_SKIP_BATCHED))
		flush_tlb_batched_pending(mm);
	/* Why: the same, for a flush put off past the free.  Litmus
	 * reclaim/luf-munmap-mmap-stale-ro. */
	if (luf_pending_since(&mm->luf, tlb->luf_ugen) && !mutant(GATHER_SKIP_LUF))
		luf_flush(&mm->luf);
}

void tlb_finish_mmu(struct mmu_gather *tlb)
{
	tlb_flush_mmu(tlb);
	settle_deferred(tlb);
}
