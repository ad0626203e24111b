/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page cache.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/lru.h>
#include <kernel/mm/frames/pool.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/luf.h>

static struct pool file_pool = POOL("file", struct file);
static unsigned int last_file_id;

/* A zeroed frame for the kernel's own use; NULL: there is no memory. */
static void *kernel_frame(void)
{
	struct page *page = page_alloc_zeroed(PAGE_KERNEL);

	return page ? page_va(page) : NULL;
}

static void put_frame(void *frame)
{
	if (frame)
		page_put(pfn_to_page(virt_to_phys(frame) >> PAGE_SHIFT));
}

/* Make slots for @nr_pages pages.  False: no memory; file_create() frees what was made. */
static bool make_slots(struct file *file, uint64_t nr_pages)
{
	bool made;

	file->slots = kernel_frame();
	made = file->slots;
	for (unsigned int i = 0; i * PASTS_IN_FRAME < nr_pages; i++) {
		file->pasts[i] = kernel_frame();
		made = made && file->pasts[i];
	}
	return made;
}

static void forget_file(struct file *file)
{
	put_frame(file->slots);
	for (unsigned int i = 0; i < FILE_PASTS; i++)
		put_frame(file->pasts[i]);
	pool_free(&file_pool, file);
}

struct file *file_create(uint64_t nr_pages)
{
	struct file *file = pool_alloc(&file_pool);
	int64_t first_block;

	BUG_ON(nr_pages > FILE_MAX_PAGES);
	if (!file)
		return NULL;
	first_block = make_slots(file, nr_pages) ? blkdev_reserve(nr_pages) : -ENOMEM;
	if (first_block < 0) {
		forget_file(file);
		return NULL;
	}
	file->id = atomic_add(&last_file_id, 1);
	file->nr_pages = nr_pages;
	file->max_pages = nr_pages;
	file->first_block = (uint64_t)first_block;
	areas_init(&file->areas);
	return file;
}

struct page *file_next_page(struct file *file, uint64_t *index, uint64_t end)
{
	struct page *page = NULL;

	if (end > file->max_pages)
		end = file->max_pages;
	if (*index >= end)
		return NULL;
	spin_lock(&file->lock);
	while (!page && *index < end)
		page = file->slots[(*index)++];
	if (page)
		page_get(page);
	spin_unlock(&file->lock);
	if (page)
		--*index;
	return page;
}

struct page *file_find_page(struct file *file, uint64_t index)
{
	return file_next_page(file, &index, index + 1);
}

/*
 * Put @page into its slot, unless the file ends before it, or the slot has a page already:
 * that page is returned with a reference.
 */
static struct page *add_to_slot(struct file *file, uint64_t index, struct page *page)
{
	struct page *present;

	spin_lock(&file->lock);
	present = file->slots[index];
	if (present) {
		page_get(present);
	} else if (!file_ends_before(file, index)) {
		page->file = file;
		page->index = index;
		page_get(page);
		file->slots[index] = page;
	}
	spin_unlock(&file->lock);
	return present;
}

/* Make a page for an empty slot, locked; if another CPU was faster, *@found is its page. */
static int add_new_page(struct file *file, uint64_t index, struct page **found)
{
	struct page *page = page_alloc_for(PAGE_FILE, file_owner(file));
	struct page *present;

	if (!page)
		return -ENOMEM;
	page_lock(page);
	present = add_to_slot(file, index, page);
	if (present) {
		page_unlock(page);
		page_put(page);
		page_lock(present);
		page = present;
	} else if (page->file) {
		lru_add(page);
	} else {
		page_unlock(page);
		page_put(page);
		return -EFBIG;
	}
	*found = page;
	return 0;
}

/* Fill @page, which is locked and in the cache. */
static int read_page(struct page *page)
{
	int err;

	if (page->uptodate)
		return 0;
	err = blkdev_read(page->file->first_block + page->index, page_va(page));
	/* Why: the page has no content then.  Litmus error/read-fails. */
	if (err && mutant(READ_ERROR_IS_CONTENT))
		err = 0;
	if (err)
		return err;
	/* The device or the server may have changed it since it was last in the cache. */
	slot_refilled(page);
	WRITE_ONCE(page->uptodate, true);
	return 0;
}

int file_get_page(struct file *file, uint64_t index, struct page **found)
{
	struct page *page;
	int err = 0;

	if (file_ends_before(file, index))
		return -EFBIG;
	for (;;) {
		page = file_find_page(file, index);
		if (page && READ_ONCE(page->uptodate))
			break;
		if (page)
			page_lock(page);
		else
			err = add_new_page(file, index, &page);
		if (err)
			return err;
		/* The page may have left the cache while we waited for its lock. */
		if (READ_ONCE(page->file) == file)
			err = read_page(page);
		page_unlock(page);
		if (err || READ_ONCE(page->uptodate))
			break;
		page_put(page);
	}
	if (err) {
		page_put(page);
		return err;
	}
	*found = page;
	return 0;
}

void file_content_changes(struct file *file)
{
	/* Why: stale read-only translations would show the old content.  Litmus
	 * reclaim/luf-pagecache-write. */
	if (!mutant(WRITE_SKIP_LUF))
		luf_flush(&file->luf);
}

struct piece {
	uint64_t index;
	size_t offset;
	size_t len;
};

/* The part of [@pos, @pos + @left) that lies in one page. */
static struct piece first_piece(uint64_t pos, size_t left)
{
	struct piece piece = { .index = pos >> PAGE_SHIFT, .offset = pos % PAGE_SIZE };

	piece.len = PAGE_SIZE - piece.offset < left ? PAGE_SIZE - piece.offset : left;
	return piece;
}

int file_read(struct file *file, uint64_t pos, void *buf, size_t len)
{
	for (char *to = buf; len;) {
		struct piece piece = first_piece(pos, len);
		struct page *page;
		int err = file_get_page(file, piece.index, &page);

		if (err)
			return err;
		point();
		memcpy(to, (char *)page_va(page) + piece.offset, piece.len);
		page_put(page);
		pos += piece.len;
		to += piece.len;
		len -= piece.len;
	}
	return 0;
}

/* Page @index of @file, locked and in the cache, with a reference. */
static int get_locked_page(struct file *file, uint64_t index, struct page **found)
{
	for (;;) {
		int err = file_get_page(file, index, found);

		if (err)
			return err;
		page_lock(*found);
		if (READ_ONCE((*found)->file) == file)
			return 0;
		page_unlock(*found);
		page_put(*found);
	}
}

int file_write(struct file *file, uint64_t pos, const void *buf, size_t len)
{
	for (const char *from = buf; len;) {
		struct piece piece = first_piece(pos, len);
		struct page *page;
		int err;

		/* Why not here: before it is locked, the page may be read, mapped and reclaimed
		 * again.  Litmus reclaim/luf-write-vs-reclaim. */
		if (mutant(WRITE_SETTLES_EARLY)) {
			file_content_changes(file);
			step(PTE_UNCHANGED, 0, 0);
		}
		err = get_locked_page(file, piece.index, &page);
		if (err)
			return err;
		if (!mutant(WRITE_SETTLES_EARLY))
			file_content_changes(file);
		step(CONTENT, 0, page_to_pfn(page));
		point();
		memcpy((char *)page_va(page) + piece.offset, from, piece.len);
		WRITE_ONCE(page->dirty, true);
		page_unlock(page);
		page_put(page);
		pos += piece.len;
		from += piece.len;
		len -= piece.len;
	}
	return 0;
}

bool file_remove_page(struct page *page)
{
	struct file *file = page->file;
	bool removed = false;

	spin_lock(&file->lock);
	/* Two references: the cache's and the caller's.  New ones need file->lock. */
	if (READ_ONCE(page->refcount) == 2 && !READ_ONCE(page->dirty)) {
		file->slots[page->index] = NULL;
		WRITE_ONCE(page->file, NULL);
		removed = true;
	}
	spin_unlock(&file->lock);
	return removed;
}

void file_detach_page(struct page *page)
{
	struct file *file = page->file;

	spin_lock(&file->lock);
	file->slots[page->index] = NULL;
	WRITE_ONCE(page->file, NULL);
	spin_unlock(&file->lock);
	/* After page->file: see lru_add(). */
	lru_del(page);
	page_put(page);
}

bool file_replace_page(struct page *old, struct page *new)
{
	struct file *file = old->file;
	bool alone;

	spin_lock(&file->lock);
	alone = READ_ONCE(old->refcount) == 2; /* as in file_remove_page() */
	if (alone) {
		page_get(new);
		new->file = file;
		file->slots[new->index] = new;
		WRITE_ONCE(old->file, NULL);
	}
	spin_unlock(&file->lock);
	return alone;
}

void file_drop_cache(struct file *file)
{
	struct page *page;
	uint64_t index = 0;

	while ((page = file_next_page(file, &index, file->max_pages))) {
		page_lock(page);
		BUG_ON(page->mapcount);
		BUG_ON(!file_remove_page(page));
		page_unlock(page);
		lru_del(page);
		page_put(page);
		page_put(page);
		index++;
	}
}
