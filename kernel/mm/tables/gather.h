/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mmu_gather: clear, then flush, then free.
 *
 *	tlb_gather_mmu(&tlb, mm)
 *	…clear PTEs:  tlb_remove_page(&tlb, …)		collects, frees nothing
 *	…unlink:      tlb_remove_table(&tlb, …)
 *	tlb_finish_mmu(&tlb)				flushes, then frees it all
 *
 * Its blind spot (threads/001): it does not find a PTE that reclaim cleared before and whose
 * flush reclaim deferred.  So tlb_finish_mmu() also settles what is deferred for the VMAs and
 * entries that were passed to tlb_gather_vma() and tlb_gather_entry(); luf_track= decides which
 * of the two records a deferral.
 *
 * It does not find a PTE either that another gather changed and has not flushed yet, which can
 * happen under mmap_lock for reading.  So the gathers in progress are counted: one that ends
 * while there is another flushes everything, and code that relies on a PTE alone asks
 * mm_tlb_flush_pending(): faults and replace_page(), which map another page; KSM, reclaim and
 * migration, which conclude from an entry without W and D that no CPU stores through it.
 */
#ifndef KERNEL_MM_TABLES_GATHER_H
#define KERNEL_MM_TABLES_GATHER_H

#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>

/*
 * How many pages a gather has room for.  For more it allocates frames, and without those it
 * flushes and frees what it has.  More than the pages that a flush invalidates one by one.
 */
#define GATHER_PAGES 40

struct gather_batch;

struct mmu_gather {
	struct mm *mm;
	uintptr_t start; /* the range changed and not flushed yet; empty: start > end */
	uintptr_t end;
	bool freed_tables;
	uint64_t luf_ugen;    /* the newest tick of a deferral that was gathered */
	bool batched;	      /* settle what reclaim's batch left pending */
	uint64_t *slots;      /* see unmap_range() */
	uint64_t debug_since; /* luf_debug_now() at the start */
	bool keeps_markers;   /* unmap_range() leaves userfaultfd's markers */
	/* The VMA whose shared table is cleared: flush its other sharers, too.  Or NULL. */
	struct vma *sharing;
	unsigned int nr;
	struct page *pages[GATHER_PAGES]; /* each with the mapping's reference */
	struct gather_batch *batches;	  /* further pages, the newest batch first */
};

void tlb_gather_mmu(struct mmu_gather *tlb, struct mm *mm);

/* Settle the deferred flushes of @vma at the end.  Called after looking at its PTEs. */
void tlb_gather_vma(struct mmu_gather *tlb, const struct vma *vma);

/*
 * @entry, a leaf that is not present, may say that a flush is deferred: settle that at the end.
 * Until then the marker stays, so that others see it.  Caller holds the PTL.
 */
void tlb_gather_entry(struct mmu_gather *tlb, pte_t entry);

/*
 * @visit each leaf in [@start, @end) of @vma, under its PTL; then gather the VMA.  0, or the first
 * error of a visit; an error does not end the walk.
 */
typedef int tlb_visit_fn(struct mmu_gather *tlb, const struct leaf *leaf);
int tlb_gather_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start, uintptr_t end,
		      tlb_visit_fn *visit);

/* The leaf of @level at @va was changed in a way that needs a flush. */
void tlb_track(struct mmu_gather *tlb, uintptr_t va, unsigned int level);

/*
 * @leaf, which mapped @page, was cleared.  The gather takes over its mapping and its
 * reference; if it is full, it first flushes and frees what it has.  Caller may hold the
 * PTL.
 */
void tlb_remove_page(struct mmu_gather *tlb, struct page *page, const struct leaf *leaf);

/* The page-table page @table was unlinked; it covered @va. */
void tlb_remove_table(struct mmu_gather *tlb, struct page *table, uintptr_t va);

/* For mutants: forget what was tracked so far, as if it were flushed. */
void tlb_forget_range(struct mmu_gather *tlb);

/* Flush what was tracked so far, and free nothing. */
void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb);
/* Flush, then free what was gathered so far. */
void tlb_flush_mmu(struct mmu_gather *tlb);
/* Flush and free all, and settle what was deferred. */
void tlb_finish_mmu(struct mmu_gather *tlb);

/*
 * Is a gather in progress in @mm?  Under the PTL of a PTE that a gather has changed this is
 * true until that gather has flushed.
 */
bool mm_tlb_flush_pending(struct mm *mm);
/*
 * The entry at @va, which is not present, is about to map a page: flush what a gather in
 * progress may have cleared there.  Caller holds the PTL.
 */
void flush_tlb_gather_pending(struct mm *mm, uintptr_t va);

/* For tests: a gather gets no frames. */
void tlb_gather_without_frames(bool without);

#endif
