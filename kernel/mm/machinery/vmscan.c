/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim in three steps, each over a whole batch of locked pages:
 *
 *	unmap	clear the PTEs, and leave the flush to the policy
 *	flush	what the policy owes before the pages are freed
 *	free	remove them from the page cache, and free their frames
 *
 * A page leaves the cache only in the third step: if a new page took its place there before the
 * flush, a CPU that still reads the old one would miss stores to the new one.  Under LUF, calls
 * that change content make that flush instead.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/lru.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/policy.h>

struct reclaim {
	struct unmap_batch unmap;
	unsigned int nr;
	struct page *pages[RECLAIM_BATCH]; /* isolated and locked */
	bool luf[RECLAIM_BATCH];	   /* its flush is deferred past the free */
};

/*
 * Can @page, which we have locked and isolated, be freed at all?  A holder of another reference to
 * an anonymous page could go on storing into its frame.
 */
static bool can_go(const struct page *page)
{
	bool cached = page->swap;
	int32_t references;

	if (page->kind != PAGE_ANON)
		return page->file && page->uptodate;
	if (!READ_ONCE(page->anon))
		return false;
	references = READ_ONCE(page->refcount);
	return references == 1 + page_mapcount(page) + cached;
}

/* Does @page have a place to go to?  An anonymous page needs a swap slot. */
static bool has_place(struct page *page)
{
	if (page->kind != PAGE_ANON || page->swap)
		return true;
	if (!swap_add_page(page))
		return true;
	/* Why: without a slot the page is the only copy.  Litmus error/out-of-swap. */
	if (!mutant(NO_SLOT_IS_NO_MATTER))
		return false;
	WRITE_ONCE(page->dirty, false); /* as if its content were on the device */
	return true;
}

/* Add @page, isolated and with the caller's reference, to the batch; false: not possible now. */
static bool reclaim_add(struct reclaim *reclaim, struct page *page, bool even_if_young)
{
	if (!page_trylock(page))
		return false;
	if (!can_go(page) || (!even_if_young && page_referenced(page)) || !has_place(page)) {
		page_unlock(page);
		return false;
	}
	reclaim->pages[reclaim->nr++] = page;
	return true;
}

/* Write @page to the device: no CPU can store into it any more. */
static void clean_page(struct reclaim *reclaim, struct page *page)
{
	if (!READ_ONCE(page->dirty))
		return;
	flush_policy()->stop_writes(&reclaim->unmap);
	/* A failed write leaves the page dirty, and so in the cache. */
	(void)(page->kind == PAGE_ANON ? swap_write_page(page) : write_page(page));
}

void page_put_back(struct page *page)
{
	bool lives = page->kind == PAGE_ANON || page->file;

	if (page->kind == PAGE_ANON)
		swap_free_unused(page);
	page_unlock(page);
	if (lives)
		lru_add(page);
	page_put(page);
}

static bool remove_from_cache(struct page *page)
{
	return page->kind == PAGE_ANON ? swap_remove_page(page) : file_remove_page(page);
}

static void free_page(struct page *page, luf_key_t key)
{
	page_unlock(page);
	page_put(page); /* drops the isolation's reference; the cache's passed to us */
	page_put_luf(page, key);
}

/*
 * The page stays, unmapped.  Why keep the key: the next to reclaim it finds no mapping, and so no
 * flush to defer.  Litmus reclaim/luf-aborted.
 */
static void abort_unmap(struct page *page, bool deferred, luf_key_t key)
{
	if (deferred && !mutant(ABORT_SKIP_LUF))
		page_keep_luf(page, key);
}

static unsigned int reclaim_batch(struct reclaim *reclaim)
{
	unsigned int freed = 0;
	luf_key_t key;

	for (unsigned int i = 0; i < reclaim->nr; i++)
		reclaim->luf[i] = try_to_unmap(reclaim->pages[i], &reclaim->unmap);
	for (unsigned int i = 0; i < reclaim->nr; i++)
		clean_page(reclaim, reclaim->pages[i]);
	key = flush_policy()->finish(&reclaim->unmap);
	for (unsigned int i = 0; i < reclaim->nr; i++) {
		struct page *page = reclaim->pages[i];

		if (!remove_from_cache(page)) {
			abort_unmap(page, reclaim->luf[i], key);
			page_put_back(page);
			continue;
		}
		free_page(page,
			  reclaim->luf[i] && !mutant(FREE_FORGETS_LUF_KEY) ? key : LUF_KEY_NONE);
		freed++;
	}
	return freed;
}

unsigned int reclaim_pages(unsigned int nr)
{
	struct reclaim reclaim = { .nr = 0 };

	if (nr > RECLAIM_BATCH)
		nr = RECLAIM_BATCH;
	/* Young pages get a second round: the first round cleared their A bits. */
	for (unsigned int looked = 0; reclaim.nr < nr && looked < 4 * RECLAIM_BATCH; looked++) {
		struct page *page = lru_isolate();

		if (!page)
			break;
		if (reclaim_add(&reclaim, page, false))
			continue;
		if (page->kind == PAGE_ANON || READ_ONCE(page->file))
			lru_add(page);
		page_put(page);
	}
	return reclaim_batch(&reclaim);
}

/* Isolate @page and add it to the batch, or drop the caller's reference. */
static void reclaim_take(struct reclaim *reclaim, struct page *page)
{
	if (!lru_isolate_page(page)) {
		page_put(page);
		return;
	}
	if (reclaim_add(reclaim, page, true))
		return;
	lru_add(page);
	page_put(page);
}

unsigned int reclaim_file_pages(struct file *file, uint64_t first, uint64_t nr)
{
	struct reclaim reclaim = { .nr = 0 };

	for (uint64_t index = first; index < first + nr && reclaim.nr < RECLAIM_BATCH; index++) {
		struct page *page = file_find_page(file, index);

		if (page)
			reclaim_take(&reclaim, page);
	}
	return reclaim_batch(&reclaim);
}

unsigned int reclaim_anon_pages(struct mm *mm, uintptr_t va, uint64_t nr)
{
	struct reclaim reclaim = { .nr = 0 };

	read_lock(&mm->mmap_lock);
	for (; nr && reclaim.nr < RECLAIM_BATCH; nr--, va += PAGE_SIZE) {
		struct page *page = pte_get_page(mm, va);

		if (page && page->kind == PAGE_ANON)
			reclaim_take(&reclaim, page);
		else if (page)
			page_put(page);
	}
	read_unlock(&mm->mmap_lock);
	return reclaim_batch(&reclaim);
}
