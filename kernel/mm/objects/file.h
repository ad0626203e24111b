/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file: its size, its pages in the cache, and the areas that map it.
 */
#ifndef KERNEL_MM_OBJECTS_FILE_H
#define KERNEL_MM_OBJECTS_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/areas.h>
#include <kernel/rules/mutants.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/luf_batch.h>

/* What a slot has left behind. */
struct slot_past {
	uint64_t ugen;		  /* the newest tick at which a flush was deferred; 0: none was */
	const struct page *frame; /* whose flush may be pending; NULL: there may be several */
};

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

#endif
