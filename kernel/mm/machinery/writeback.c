/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Write-back.  First the page's mappings are made read-only, then it is marked clean, then its
 * content is written: a later store faults and makes it dirty again.
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
	/* Why: the device does not have the content.  Litmus error/write-fails. */
	if (err && !mutant(WRITE_ERROR_IS_CLEAN))
		WRITE_ONCE(page->dirty, true);
	return err;
}

/* Write back @page, and drop the caller's reference to it. */
static int sync_page(struct page *page)
{
	int err = 0;

	page_lock(page);
	if (page->file) {
		/* The fault that makes a PTE writable sets page->dirty, so D need not be read. */
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
