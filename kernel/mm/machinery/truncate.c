/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Truncation and invalidation.
 *
 *	truncate			fault
 *	nr_pages = n			t = truncations
 *	truncations++			va beyond nr_pages: -EFAULT
 *	   full barrier			…
 *	each table of the file:		lock its PTL
 *	    lock its PTL, clear		t != truncations: begin again
 *	remove pages from the cache	set the PTE
 *
 * Either the fault sees the new count or truncation sees the PTE.  Faults and write-back hold
 * the page lock, so truncation waits until they are done with a page.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/unmap_mapping.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/mm/tables/debug.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/sync/wait.h>
#include <kernel/tlb/luf.h>

/* Find and lock the page in slot @index, with a reference; NULL: the slot is empty. */
static struct page *lock_slot(struct file *file, uint64_t index)
{
	struct page *page = file_find_page(file, index);

	if (!page)
		return NULL;
	page_lock(page);
	/* Why: another call that drops the page may have locked it first.  (Reclaim has not: our
	 * reference keeps it in the cache.)  A new page in the slot was read after this call
	 * began.  Litmus unmap/truncate-vs-invalidate. */
	if (READ_ONCE(page->file) == file || mutant(TRUNCATE_SKIP_RECHECK))
		return page;
	page_unlock(page);
	page_put(page);
	return NULL;
}

/* Undo lock_slot().  @detach: remove the page from its slot. */
static void unlock_slot(struct page *page, bool detach)
{
	if (detach)
		file_detach_page(page);
	page_unlock(page);
	page_put(page);
}

/*
 * Wait for gathers in progress that have cleared an entry of @page and not flushed it yet: they
 * keep its mapcount until then.  No PTE maps the page, and the caller holds the page lock, without
 * which nobody can map it.
 */
static void await_gathers(const struct page *page)
{
	/* With one of these mutants an entry may map it for ever. */
	if (mutant(TRUNCATE_SKIP_UNMAP) || mutant(FAULT_IGNORES_TRUNCATE) ||
	    mutant(RETRACT_TRUSTS_SIZE))
		return;
	/* Why: until their flush a CPU may see content that the file no longer has.  Litmus
	 * pairs/invalidate-vs-munmap, pairs/truncate-vs-munmap. */
	if (!mutant(TRUNCATE_SKIP_GATHERS))
		wait_until(!page_mapcount(page), "the flush of a gather", WAIT_FOR_NOBODY, NULL);
}

/* Caller holds size_lock. */
static void shrink(struct file *file, uint64_t nr_pages)
{
	uint64_t end = file->nr_pages;

	WRITE_ONCE(file->nr_pages, nr_pages);
	/* Full barrier: before the tables are read.  Partner: the diagram above. */
	atomic_add(&file->truncations, 1);
	/* Why: no later call unmaps what was cut off.  Litmus unmap/truncate-tell. */
	if (!mutant(TRUNCATE_SKIP_UNMAP))
		unmap_mapping_range(&file->areas, nr_pages, end);
	for (uint64_t index = nr_pages; index < end; index++) {
		struct page *page = lock_slot(file, index);

		if (!page)
			continue;
		await_gathers(page);
		unlock_slot(page, true);
	}
}

/* Caller holds size_lock. */
static int grow(struct file *file, uint64_t nr_pages)
{
	static const uint64_t zeros[PAGE_SIZE / sizeof(uint64_t)];

	for (uint64_t index = file->nr_pages; index < nr_pages; index++) {
		int err = blkdev_write(file->first_block + index, zeros);

		if (err)
			return err;
	}
	WRITE_ONCE(file->nr_pages, nr_pages);
	return 0;
}

int file_truncate(struct file *file, uint64_t nr_pages)
{
	int err = 0;

	if (nr_pages > file->max_pages)
		return -EFBIG;
	spin_lock(&file->size_lock);
	if (nr_pages < file->nr_pages)
		shrink(file, nr_pages);
	else
		err = grow(file, nr_pages);
	spin_unlock(&file->size_lock);
	return err;
}

/* Unmap the locked page, flush what the policy owes before a free, and write it back. */
static int unmap_and_clean(struct page *page)
{
	struct unmap_batch batch = { .pending = false };
	int err;

	(void)try_to_unmap(page, &batch); /* file->luf has what it defers further */
	if (READ_ONCE(page->dirty))
		flush_policy()->stop_writes(&batch);
	err = write_page(page);
	(void)flush_policy()->finish(&batch);
	return err;
}

static int invalidate_slot(struct file *file, uint64_t index)
{
	uint64_t since = luf_debug_now();
	struct page *page = lock_slot(file, index);
	int err = page ? unmap_and_clean(page) : 0;

	/*
	 * Why: a translation whose flush LUF deferred, of this page or of an earlier one in
	 * the slot, shows content that the device no longer has.  Litmus
	 * reclaim/blkdev-change-invalidate.
	 */
	if (!mutant(INVALIDATE_SKIP_LUF))
		luf_flush(&file->luf);
	if (page)
		await_gathers(page);
	luf_debug(promises_object, file, index, index + 1, since);
	if (page)
		unlock_slot(page, !err);
	return err;
}

int file_invalidate(struct file *file, uint64_t first, uint64_t nr)
{
	int first_err = 0;

	for (uint64_t index = first; index < first + nr; index++) {
		int err = invalidate_slot(file, index);

		if (err && !first_err)
			first_err = err;
	}
	return first_err;
}
