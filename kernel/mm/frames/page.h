/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: one struct page each, with its reference and mapping counts, and the
 * allocator.
 *
 * A free frame carries the FREE stamp.  A frame whose flush LUF deferred keeps its old
 * content instead, since some CPU may still, legally, read it; it is taken off (flushed)
 * before it leaves.  Of both the allocator checks on the way out that it holds that still:
 * a store that reached it through a stale translation is found there.
 */
#ifndef KERNEL_MM_FRAMES_PAGE_H
#define KERNEL_MM_FRAMES_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/phys.h>
#include <kernel/lib/list.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/luf.h>

struct areas;
struct file;
struct memmap_cursor;
struct mm;

enum page_kind {
	PAGE_FREE,
	PAGE_ANON,
	PAGE_FILE,
	PAGE_TABLE,
	PAGE_KSM,    /* merged anonymous pages: ksm.h */
	PAGE_DEVICE, /* a device's; its mappings have no references: pfnmap.h */
	PAGE_KERNEL, /* objects, file slots, the block device */
	NR_PAGE_KINDS,
};

/*
 * Whose content a frame has, which decides who may have it next (deferred.h): never given
 * again to another.  See mm_owner() and file_owner().
 */
typedef uint64_t owner_t;
#define OWNER_KERNEL 0

struct page {
	int32_t refcount; /* 0: free.  Page cache, each mapping, each user of the moment: one */
	int32_t mapcount; /* PTEs that map it; changed under their page-table lock */
	enum page_kind kind;
	bool dirty;	      /* content newer than the device's; page lock or page-table lock */
	bool uptodate;	      /* content valid; set once, under the page lock */
	bool lazyfree;	      /* PAGE_ANON: may be dropped, see lazyfree.h; its PTL */
	bool retired;	      /* PAGE_TABLE: unlinked by retract.h; its PTL */
	luf_key_t luf_key;    /* its deferred flush; in use: page lock */
	uint64_t luf_ugen;    /* and the tick when it was freed before that */
	owner_t owner;	      /* who was given it, last */
	spinlock_t lock;      /* page lock (file, anon), or page-table lock (table) */
	struct file *file;    /* PAGE_FILE in the page cache: which file; file->lock */
	struct areas *anon;   /* PAGE_ANON that was mapped: who may map it; its first PTL */
	uint64_t index;	      /* and which page of it; see vma_address().  Table: its first va */
	uint64_t swap;	      /* PAGE_ANON in the swap cache: its slot; page lock, swap_lock */
	struct mm *table_mm;  /* PAGE_TABLE: whose; set when it is linked */
	uint64_t digest;      /* of the bytes that a deferred flush keeps visible: frozen.h */
	struct list_head lru; /* LRU (lru_lock) or the free list (frames_lock) */
	/* PAGE_TABLE: the areas that share it; none: it is table_mm's alone.  See ptshare.h. */
	struct list_head sharers;
};

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

void page_get(struct page *page);
/* The same for a page that may be free or on its way there; false: it is. */
bool page_try_get(struct page *page);
/* Drop a reference; the last one frees the frame. */
void page_put(struct page *page);
/*
 * Drop the last reference of a page whose translations may live on until the flush
 * that @key stands for.  Source: threads/001.
 */
void page_put_luf(struct page *page, luf_key_t key);
/*
 * @page stays in use, with the flush that @key stands for deferred: whoever drops its
 * last reference frees it so.  Caller holds the page lock.
 */
void page_keep_luf(struct page *page, luf_key_t key);

struct page *pfn_to_page(uint64_t pfn);
uint64_t page_to_pfn(const struct page *page);
/* Where the kernel may access it, now: of a free frame that is a mistake. */
void *page_va(const struct page *page);

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

/* Spin until the page lock is held; see kernel/sync/lock.h for its place in the order. */
void page_lock(struct page *page);
bool page_trylock(struct page *page);
void page_unlock(struct page *page);

#endif
