/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file: its size, its pages in the cache, and the VMAs that map it.
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

/* The last page of a slot of the cache, if CPUs may still see it. */
struct slot_past {
	uint64_t ugen;		  /* the newest tick at which its flush was deferred; 0: never */
	const struct page *frame; /* the page whose flush may be pending; NULL: maybe several */
};

#define FILE_MAX_PAGES (PAGE_SIZE / sizeof(struct page *))

/* The frames that hold the struct slot_past of a file. */
#define PASTS_IN_FRAME (PAGE_SIZE / sizeof(struct slot_past))
#define FILE_PASTS     (FILE_MAX_PAGES / PASTS_IN_FRAME)

struct remote;

struct file {
	unsigned int id;
	uint64_t nr_pages;  /* its size; size_lock, and to add pages lock */
	uint64_t max_pages; /* the size to which it may grow: it has that many blocks */
	uint64_t first_block;
	uint64_t truncations; /* how often it shrank; set after nr_pages, before unmapping */
	spinlock_t size_lock; /* one change of size at a time */
	spinlock_t lock;      /* protects slots, and page->file of the pages in them */
	struct page **slots;  /* max_pages of them */
	/* The last page of each slot; protected by the lock of the page in the slot. */
	struct slot_past *pasts[FILE_PASTS];
	struct areas areas;    /* the VMAs that map it */
	struct luf_batch luf;  /* flushes that LUF deferred for pages of this file */
	struct remote *remote; /* the server that has its content; NULL: it is local */
};

/* The owner of the pages of @file. */
static inline owner_t file_owner(const struct file *file)
{
	return 2 * (owner_t)file->id + 1;
}

/* The last page of slot @index of @file. */
static inline struct slot_past *file_slot_past(struct file *file, uint64_t index)
{
	return &file->pasts[index / PASTS_IN_FRAME][index % PASTS_IN_FRAME];
}

/* Does @file end before page @index?  Pages beyond the end do not exist for anybody. */
static inline bool file_ends_before(const struct file *file, uint64_t index)
{
	uint64_t nr_pages = READ_ONCE(file->nr_pages);

	/* Why: a page beyond the end must not be mapped.  Litmus unmap/end-of-file. */
	return index >= nr_pages + mutant(FILE_END_OFF_BY_ONE);
}

#endif
