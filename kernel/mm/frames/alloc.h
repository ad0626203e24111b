/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The frame allocator, and references: dropping the last one frees the frame.
 *
 * A free frame carries the FREE stamp.  A frame whose flush LUF deferred keeps its old
 * content instead, since some CPU may still read it legally; it is taken off (flushed)
 * before it leaves.  When a frame leaves, the allocator checks that its content is
 * unchanged: this finds stores through stale translations.
 */
#ifndef KERNEL_MM_FRAMES_ALLOC_H
#define KERNEL_MM_FRAMES_ALLOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>

struct memmap_cursor;

/* Give the frames of all usable regions to the allocator.  Returns how many there are. */
size_t page_init(void);

/*
 * Allocate a frame for the content of @owner, with one reference; NULL if there is none.
 * Its content is undefined.  Frames without a deferred flush come first; otherwise the
 * oldest one is taken off, which may send IPIs.  May be called with any lock held, but not with
 * interrupts disabled.
 */
struct page *page_alloc_for(enum page_kind kind, owner_t owner);

/* For what no program sees, such as page tables; the second one filled with zeros. */
struct page *page_alloc(enum page_kind kind);
struct page *page_alloc_zeroed(enum page_kind kind);

/* Fill @page with zeros.  Nobody else can reach it yet. */
void page_clear(const struct page *page);

/*
 * For contexts that can send no IPI and wait for no lock, such as interrupt handlers: allocate a
 * frame without a pending flush.  NULL if there is none or the allocator's lock is held.
 */
struct page *page_alloc_atomic(enum page_kind kind);

/*
 * For benchmarks: call @watch with the cycles that each page_alloc() took, its flushes
 * included; NULL: stop.  Changed only while nobody allocates.
 */
void page_watch_alloc(void (*watch)(uint64_t cycles));

/* For tests of error paths: hand out no frame as long as @starve is set. */
void page_starve(bool starve);

/* Drop a reference; the last one frees the frame. */
void page_put(struct page *page);
/*
 * Drop the last reference to a page whose translations may stay until the flush that @key stands
 * for.  Only fast GUP may have another reference, for a moment.  Source: threads/001.
 */
void page_put_luf(struct page *page, luf_key_t key);
/*
 * @page stays in use, and the flush that @key stands for stays deferred: when its last
 * reference is dropped, the frame keeps that key.  Caller holds the page lock.
 */
void page_keep_luf(struct page *page, luf_key_t key);

/*
 * If fewer than @reserve frames can be handed out without a flush, make one now for all that wait,
 * so that no allocation has to.  May send IPIs.  Caller holds no locks.
 */
void page_flush_ahead(size_t reserve);

/* How many frames are free; how many of these have a pending flush; how many were never used. */
size_t page_nr_free(void);
size_t page_nr_luf(void);
size_t page_nr_fresh(void);
/* How many frames were ever used; set @cursor to the first: that many memmap_next() visit all. */
size_t page_nr_used(void);
void page_walk_used(struct memmap_cursor *cursor);

/*
 * For tests: hand out frames with a deferred flush before all others, the newest first, so
 * that they are reused at once, as under memory pressure.
 */
void page_reuse_deferred_first(bool first);

/*
 * Check all free frames as the allocator checks each that it hands out, and repair what is
 * wrong.  Called while nobody allocates or frees.
 */
void page_check_free(void);

/* Stores into free frames that were found since the last call. */
struct page_corruption {
	uint64_t count;
	uint64_t pfn; /* of the last one, and what it held */
	uint64_t word;
};
void page_take_corruption(struct page_corruption *found);

#endif
