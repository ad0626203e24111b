/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files and the page cache: each page of a file is in at most one frame, which the
 * cache holds one reference to.  The content lives on the block device.
 */
#ifndef KERNEL_MM_OBJECTS_FILEMAP_H
#define KERNEL_MM_OBJECTS_FILEMAP_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/tables/areas.h>
#include <kernel/rules/mutants.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/luf.h>

#define FILE_MAX_PAGES (PAGE_SIZE / sizeof(struct page *))

/* Frames for what the slots of a file have left behind. */
#define PASTS_IN_FRAME (PAGE_SIZE / sizeof(struct slot_past))
#define FILE_PASTS     (FILE_MAX_PAGES / PASTS_IN_FRAME)

struct remote;

struct file {
	unsigned int id;
	uint64_t nr_pages;  /* its size; size_lock, and for those who add pages lock */
	uint64_t max_pages; /* it may grow to so many: as many blocks are its own */
	uint64_t first_block;
	uint64_t truncations; /* how often it shrank; after nr_pages, before the unmapping */
	spinlock_t size_lock; /* one change of size at a time */
	spinlock_t lock;      /* protects slots, and page->file of the pages in them */
	struct page **slots;  /* max_pages of them */
	/* What each slot has left behind; the lock of the page in the slot. */
	struct slot_past *pasts[FILE_PASTS];
	struct areas areas;    /* those that map it */
	struct luf_batch luf;  /* flushes that LUF deferred for pages of this file */
	struct remote *remote; /* whose content it is; NULL: nobody else changes it */
};

/* The owner of the pages of @file. */
static inline owner_t file_owner(const struct file *file)
{
	return 2 * (owner_t)file->id + 1;
}

/* What slot @index of @file has left behind. */
static inline struct slot_past *file_slot_past(struct file *file, uint64_t index)
{
	return &file->pasts[index / PASTS_IN_FRAME][index % PASTS_IN_FRAME];
}

/* Does @file end before page @index?  What is beyond is no page of it, whoever asks. */
static inline bool file_ends_before(const struct file *file, uint64_t index)
{
	uint64_t nr_pages = READ_ONCE(file->nr_pages);

	/* Litmus unmap/end-of-file. */
	return index >= nr_pages + mutant(FILE_END_OFF_BY_ONE);
}

/* A file of @nr_pages zero pages, at most FILE_MAX_PAGES; NULL when memory or the device is out. */
struct file *file_create(uint64_t nr_pages);

/* The cached page @index with a reference, or NULL. */
struct page *file_find_page(struct file *file, uint64_t index);

/* The first cached page from *@index on and before @end, with a reference; *@index is its own. */
struct page *file_next_page(struct file *file, uint64_t *index, uint64_t end);

/*
 * Page @index with a reference, uptodate, read from the device if need be.
 * 0, -EFBIG beyond the end, -ENOMEM, or the device's error.
 */
int file_get_page(struct file *file, uint64_t index, struct page **found);

/*
 * read() and write() of @len bytes at @pos.  0 or a negative error.  When write
 * returns no CPU can see what was there before through any mapping.
 */
int file_read(struct file *file, uint64_t pos, void *buf, size_t len);
int file_write(struct file *file, uint64_t pos, const void *buf, size_t len);

/*
 * The content of @file is about to become different from what a deferred flush still
 * lets CPUs see: settle that first.  Caller holds the lock of the page that changes.
 */
void file_content_changes(struct file *file);

/*
 * Take @page, locked by the caller, who has one reference to it, out of the cache, if
 * nobody else has any and it is clean; the cache's reference becomes the caller's.
 * False: it stays.
 */
bool file_remove_page(struct page *page);

/*
 * Take @page, locked by the caller, who has a reference to it, out of the cache and off
 * the LRU, whatever its dirt and whoever else has a reference.  No PTE maps it.
 */
void file_detach_page(struct page *page);

/*
 * Let @new, locked and with the same content, take the place of @old in the cache, if
 * nobody has a reference to @old but the cache, whose becomes the caller's, and the
 * caller, who has locked it.  False: it stays.
 */
bool file_replace_page(struct page *old, struct page *new);

/* Drop every page from the cache.  None is mapped, dirty or in use. */
void file_drop_cache(struct file *file);

#endif
