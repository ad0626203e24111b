/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Frames: each has a struct page with its reference and mapping counts.  alloc.h allocates and
 * frees them.
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
	PAGE_DEVICE, /* of a device; its mappings have no references: pfnmap.h */
	PAGE_KERNEL, /* objects, file slots, the block device */
	NR_PAGE_KINDS,
};

/*
 * Whose content a frame has, which decides who may get it next (deferred.h).  An id is never
 * reused.  See mm_owner() and file_owner().
 */
typedef uint64_t owner_t;
#define OWNER_KERNEL 0

struct page {
	int32_t refcount; /* 0: free.  One for the page cache, each mapping, each temporary user */
	int32_t mapcount; /* PTEs that map it; changed under their page-table lock */
	int32_t pins;	  /* how many references are pins of gup.h; taken under the PTL */
	enum page_kind kind;
	bool dirty;	      /* content newer than the device's; page lock or page-table lock */
	bool uptodate;	      /* content valid; set once, under the page lock */
	bool exclusive;	      /* PAGE_ANON: only one mapping may have it, see cow.h; its PTL */
	bool lazyfree;	      /* PAGE_ANON: may be dropped, see lazyfree.h; its PTL */
	bool near;	      /* it has moved to the CPUs' node: see numa.h */
	bool retired;	      /* PAGE_TABLE: unlinked by retract.h; its PTL */
	luf_key_t luf_key;    /* its deferred flush; in use: page lock */
	uint64_t luf_ugen;    /* LUF's tick when it was freed before that flush */
	owner_t owner;	      /* the last owner; OWNER_KERNEL if two mms had it */
	spinlock_t lock;      /* page lock (file, anon), or page-table lock (table) */
	struct file *file;    /* PAGE_FILE in the page cache: which file; file->lock */
	struct areas *anon;   /* PAGE_ANON: who may map it; set under its first mapping's PTL */
	uint64_t index;	      /* the page's number there, see vma_address(); table: its first va */
	uint64_t swap;	      /* PAGE_ANON in the swap cache: its slot; page lock, swap_lock */
	struct mm *table_mm;  /* PAGE_TABLE: the mm that has it; set when it is linked */
	uint64_t digest;      /* of the bytes that a deferred flush keeps visible: frozen.h */
	struct list_head lru; /* LRU (lru_lock) or the free list (frames_lock) */
	/* PAGE_TABLE: the VMAs that share it; empty: only table_mm uses it.  See ptshare.h. */
	struct list_head sharers;
};

struct page *pfn_to_page(uint64_t pfn);
uint64_t page_to_pfn(const struct page *page);
/* Where the kernel may access @page now.  It is an error to access a free frame. */
void *page_va(const struct page *page);

/* Take another reference; the caller has one. */
static inline void page_get(struct page *page)
{
	BUG_ON(atomic_add(&page->refcount, 1) <= 1);
}

/* Take a reference to a page that may be free, or being freed; false: it is. */
static inline bool page_try_get(struct page *page)
{
	int32_t seen = READ_ONCE(page->refcount);

	while (seen > 0) {
		if (try_cmpxchg(&page->refcount, &seen, seen + 1))
			return true;
	}
	return false;
}

/* How many PTEs map it.  Without their locks the number may change at any time. */
static inline int32_t page_mapcount(const struct page *page)
{
	return READ_ONCE(page->mapcount);
}

/*
 * Count a PTE that maps @page, which has the mapping's reference already; or one that no longer
 * does, whose reference is dropped later.  Caller holds the PTL, or nobody else has the PTE.
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
