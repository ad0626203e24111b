/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Write-back.  A page is marked clean before its content is taken, and its mappings
 * are made to fault before that: a later store then makes it dirty again.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/rmap.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

int write_page(struct page *page)
{
	int err;

	if (!READ_ONCE(page->dirty))
		return 0;
	WRITE_ONCE(page->dirty, false);
	step(WRITEBACK, 0, page_to_pfn(page));
	err = blkdev_write(page->file->first_block + page->index, page_va(page));
	/* Litmus error/write-fails. */
	if (err && !mutant(WRITE_ERROR_IS_CLEAN))
		WRITE_ONCE(page->dirty, true);
	return err;
}

/* Gives back the caller's reference to @page. */
static int sync_page(struct page *page)
{
	int err = 0;

	page_lock(page);
	if (page->file) {
		/* Dirty bits in PTEs become page->dirty through the faults that set them. */
		page_mkclean(page);
		err = write_page(page);
	}
	page_unlock(page);
	page_put(page);
	return err;
}

int file_sync_page(struct file *file, uint64_t index)
{
	struct page *page = file_find_page(file, index);

	return page ? sync_page(page) : 0;
}

int file_sync(struct file *file)
{
	struct page *page;
	uint64_t index = 0;
	int first_err = 0;

	while ((page = file_next_page(file, &index, READ_ONCE(file->nr_pages)))) {
		int err = sync_page(page);

		if (err && !first_err)
			first_err = err;
		index++;
	}
	return first_err;
}
