/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mmu_gather: clear, then flush, then free.
 *
 *	tlb_gather_mmu(&tlb, mm)
 *	…clear PTEs:  tlb_remove_page(&tlb, …)		collects, frees nothing
 *	…unlink:      tlb_remove_table(&tlb, …)
 *	tlb_finish_mmu(&tlb)				flushes, then frees it all
 *
 * Its blind spot (threads/001): a PTE that reclaim cleared before, leaving the flush
 * for later, is not there to be gathered.  So tlb_finish_mmu() also settles what is
 * deferred for the areas and entries that were named with tlb_gather_vma() and
 * tlb_gather_entry(): which of them knows depends on luf_track=.
 *
 * The same goes for a PTE that another gather changed and has not flushed yet, which
 * happens to those who hold mmap_lock for reading.  So gathers under way are counted:
 * one that ends while there is another flushes everything, and whoever relies on the PTE
 * alone asks mm_tlb_flush_pending(): faults and replace_page(), which map another page; KSM,
 * reclaim and migration, which take an entry without W and D for one that nobody stores by.
 */
#ifndef KERNEL_MM_TABLES_GATHER_H
#define KERNEL_MM_TABLES_GATHER_H

#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>

/*
 * Pages that a gather has room for on its own; for more it takes frames, and when there
 * are none it flushes and frees what it has.  More than are invalidated one by one.
 */
#define GATHER_PAGES 40

struct gather_batch;

struct mmu_gather {
	struct mm *mm;
	uintptr_t start; /* what was changed and not flushed; empty: start > end */
	uintptr_t end;
	bool freed_tables;
	uint64_t luf_ugen;    /* newest tick deferred in what was gathered */
	bool batched;	      /* settle what reclaim's batch left pending */
	uint64_t *slots;      /* see unmap_range() */
	uint64_t debug_since; /* luf_debug_now() at the start */
	bool keeps_markers;   /* unmap_range() leaves those of userfaultfd */
	/* Its table is what is cleared: who shares it is flushed too.  Or NULL. */
	struct vma *sharing;
	unsigned int nr;
	struct page *pages[GATHER_PAGES]; /* each with the mapping's reference */
	struct gather_batch *batches;	  /* more of them, the newest first */
};

void tlb_gather_mmu(struct mmu_gather *tlb, struct mm *mm);

/* Deferred flushes of @vma are settled at the end.  Call after its PTEs were looked at. */
void tlb_gather_vma(struct mmu_gather *tlb, const struct vma *vma);

/*
 * The leaf @entry, which is not present, was met: a deferred flush of what was there is
 * settled at the end.  Until then the marker stays, for others who meet it.  Caller holds
 * the PTL.
 */
void tlb_gather_entry(struct mmu_gather *tlb, pte_t entry);

/*
 * @visit each leaf in [@start, @end) of @vma, under its PTL; then gather the area.  0, or the first
 * error of a visit, which keeps none from the others.
 */
typedef int tlb_visit_fn(struct mmu_gather *tlb, const struct leaf *leaf);
int tlb_gather_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start, uintptr_t end,
		      tlb_visit_fn *visit);

/* The leaf of @level at @va was changed in a way that calls for a flush. */
void tlb_track(struct mmu_gather *tlb, uintptr_t va, unsigned int level);

/*
 * @leaf, which mapped @page, was cleared; the gather takes over its mapping
 * and its reference.  When it is full, what it has is flushed and freed first.  Caller
 * may hold the PTL.
 */
void tlb_remove_page(struct mmu_gather *tlb, struct page *page, const struct leaf *leaf);

/* The page-table page @table was unlinked; it covered @va. */
void tlb_remove_table(struct mmu_gather *tlb, struct page *table, uintptr_t va);

/* Take what was tracked so far for flushed: for mutants. */
void tlb_forget_range(struct mmu_gather *tlb);

/* Flush what was tracked so far, freeing nothing. */
void tlb_flush_mmu_tlbonly(struct mmu_gather *tlb);
/* Flush, then free what was gathered so far. */
void tlb_flush_mmu(struct mmu_gather *tlb);
/* Flush and free all, and settle what was deferred. */
void tlb_finish_mmu(struct mmu_gather *tlb);

/*
 * Is a gather under way in @mm?  Who holds the PTL of a PTE that one has changed sees
 * true until its flush is done.
 */
bool mm_tlb_flush_pending(struct mm *mm);
/*
 * The entry at @va, which is not present, is about to map a page: flush what a gather under
 * way may have cleared there.  Caller holds the PTL.
 */
void flush_tlb_gather_pending(struct mm *mm, uintptr_t va);

/* For tests: as if memory were out whenever a gather wants a frame. */
void tlb_gather_without_frames(bool without);

#endif
