/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The frame allocator, and references: the last one that is dropped frees the frame.
 *
 * A free frame carries the FREE stamp.  A frame whose flush LUF deferred keeps its old
 * content instead, since some CPU may still, legally, read it; it is taken off (flushed)
 * before it leaves.  Of both the allocator checks on the way out that it holds that still:
 * a store that reached it through a stale translation is found there.
 */
#ifndef KERNEL_MM_FRAMES_ALLOC_H
#define KERNEL_MM_FRAMES_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>

struct memmap_cursor;

/* Hand the frames of all usable regions to the allocator.  Returns how many there are. */
size_t page_init(void);

/*
 * A frame with one reference for the content of @owner, or NULL when there is none.
 * What it holds is undefined.  Frames with no deferred flush come first; else the oldest
 * one is taken off, which may send IPIs.  May be called with any lock held.
 */
struct page *page_alloc_for(enum page_kind kind, owner_t owner);

/* The same for what no program sees, such as page tables; and filled with zeros. */
struct page *page_alloc(enum page_kind kind);
struct page *page_alloc_zeroed(enum page_kind kind);

/* Fill @page, which nobody else can reach yet, with zeros. */
void page_clear(const struct page *page);

/*
 * The same where no IPI can be sent and no lock be waited for, such as in an interrupt
 * handler: a frame of which no flush is pending.  NULL when there is none or the allocator
 * is busy.
 */
struct page *page_alloc_atomic(enum page_kind kind);

/*
 * Call @watch with the cycles that each page_alloc() took, its flushes included; NULL: no
 * more.  For benchmarks; changed only while nobody allocates.
 */
void page_watch_alloc(void (*watch)(uint64_t cycles));

/* For tests of error paths: as long as @starve, no frame is handed out. */
void page_starve(bool starve);

/* Drop a reference; the last one frees the frame. */
void page_put(struct page *page);
/*
 * Drop the last reference, but for those of fast GUP, which it has for a moment, of a page
 * whose translations may live on until the flush that @key stands for.  Source: threads/001.
 */
void page_put_luf(struct page *page, luf_key_t key);
/*
 * @page stays in use, with the flush that @key stands for deferred: whoever drops its
 * last reference frees it so.  Caller holds the page lock.
 */
void page_keep_luf(struct page *page, luf_key_t key);

/* How many frames are free, how many of those have a flush pending, how many were never used. */
size_t page_nr_free(void);
size_t page_nr_luf(void);
size_t page_nr_fresh(void);
/* How many were used; and where a walk over these, by as many memmap_next(), begins. */
size_t page_nr_used(void);
void page_walk_used(struct memmap_cursor *cursor);

/*
 * Memory pressure, of the kind that matters here: hand out frames with a deferred
 * flush before all others, the newest first, so that they are reused at once.
 */
void page_reuse_deferred_first(bool first);

/*
 * Look at all free frames, as the allocator does at each that it hands out, and have each be
 * as it must be.  Called while nobody allocates or frees.
 */
void page_check_free(void);

/* Stores that were found in free frames since the last call. */
struct page_corruption {
	uint64_t count;
	uint64_t pfn; /* of the last one, and what it held */
	uint64_t word;
};
void page_take_corruption(struct page_corruption *found);

#endif
