/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: one struct page each, with its reference and mapping counts.  They come from
 * alloc.h, and go back there.
 */
#ifndef KERNEL_MM_FRAMES_PAGE_H
#define KERNEL_MM_FRAMES_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <arch/atomic.h>
#include <arch/phys.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/list.h>
#include <kernel/sync/lock.h>
#include <kernel/tlb/luf_batch.h>

struct areas;
struct file;
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
	int32_t pins;	  /* of the references, those of gup.h's pins; begun under the PTL */
	enum page_kind kind;
	bool dirty;	      /* content newer than the device's; page lock or page-table lock */
	bool uptodate;	      /* content valid; set once, under the page lock */
	bool exclusive;	      /* PAGE_ANON: its only mapping's own, see cow.h; its PTL */
	bool lazyfree;	      /* PAGE_ANON: may be dropped, see lazyfree.h; its PTL */
	bool near;	      /* it has moved to the CPUs' node: see numa.h */
	bool retired;	      /* PAGE_TABLE: unlinked by retract.h; its PTL */
	luf_key_t luf_key;    /* its deferred flush; in use: page lock */
	uint64_t luf_ugen;    /* and the tick when it was freed before that */
	owner_t owner;	      /* who was given it, last; none's if two mms had it */
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

struct page *pfn_to_page(uint64_t pfn);
uint64_t page_to_pfn(const struct page *page);
/* Where the kernel may access it, now: of a free frame that is a mistake. */
void *page_va(const struct page *page);

/* One reference more; the caller has one. */
static inline void page_get(struct page *page)
{
	BUG_ON(atomic_add(&page->refcount, 1) <= 1);
}

/* The same for a page that may be free or on its way there; false: it is. */
static inline bool page_try_get(struct page *page)
{
	int32_t seen = READ_ONCE(page->refcount);

	while (seen > 0) {
		if (try_cmpxchg(&page->refcount, &seen, seen + 1))
			return true;
	}
	return false;
}

/* How many PTEs map it.  Asked without their locks it may change at once. */
static inline int32_t page_mapcount(const struct page *page)
{
	return READ_ONCE(page->mapcount);
}

/*
 * A PTE maps @page, which has the mapping's reference already; or does not any more, whose
 * reference goes later.  Caller holds the PTL, or is the only one who knows of the PTE.
 */
static inline void page_add_rmap(struct page *page)
{
	atomic_add(&page->mapcount, 1);
}

static inline void page_remove_rmap(struct page *page)
{
	atomic_sub(&page->mapcount, 1);
}

/* Spin until the page lock is held; see kernel/sync/lock.h for its place in the order. */
static inline void page_lock(struct page *page)
{
	spin_lock(&page->lock);
}

static inline bool page_trylock(struct page *page)
{
	return spin_trylock(&page->lock);
}

static inline void page_unlock(struct page *page)
{
	spin_unlock(&page->lock);
}

#endif
