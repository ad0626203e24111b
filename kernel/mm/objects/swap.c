/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Slots, the swap cache, and the device under them.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

struct swap_slot {
	uint64_t entries;  /* how many name it */
	struct page *page; /* its page in the cache, which has a reference; or NULL */
};

_Static_assert((SWAP_MAX_SLOTS + 1) * sizeof(struct swap_slot) <= PAGE_SIZE,
	       "slot 0, which is none, and all others fit in a page");

static spinlock_t swap_lock; /* protects the slots, and page->swap of the pages in them */
static struct swap_slot *slots;
static uint64_t limit = SWAP_MAX_SLOTS;
static uint64_t last_slot; /* 0: there is no swap */
static uint64_t first_block;

/* Write zeros to @block, so that the device has a frame for it. */
static int make_block(uint64_t block)
{
	static const uint64_t zeros[PAGE_SIZE / sizeof(uint64_t)];

	return blkdev_write(block, zeros);
}

int swap_on(uint64_t nr)
{
	struct page *page;
	int64_t block;

	BUG_ON(nr == 0 || nr > SWAP_MAX_SLOTS);
	if (last_slot)
		return -EBUSY;
	block = blkdev_reserve(nr);
	if (block < 0)
		return (int)block;
	page = page_alloc_zeroed(PAGE_KERNEL);
	if (!page)
		return -ENOMEM;
	for (uint64_t i = 0; i < nr; i++) {
		int err = make_block((uint64_t)block + i);

		if (err) {
			page_put(page);
			return err;
		}
	}
	first_block = (uint64_t)block;
	slots = page_va(page);
	last_slot = nr;
	return 0;
}

uint64_t swap_block(uint64_t slot)
{
	return first_block + slot - 1;
}

static bool is_used(uint64_t slot)
{
	return slots[slot].entries || slots[slot].page;
}

uint64_t swap_nr_used(void)
{
	uint64_t used = 0;

	spin_lock(&swap_lock);
	for (uint64_t slot = 1; slot <= last_slot; slot++)
		used += is_used(slot);
	spin_unlock(&swap_lock);
	return used;
}

/* The first free slot, so that slots are reused at once; 0 if there is none.  Caller holds
 * swap_lock. */
static uint64_t find_free_slot(void)
{
	for (uint64_t slot = 1; slot <= last_slot && slot <= limit; slot++) {
		if (!is_used(slot))
			return slot;
	}
	return 0;
}

/* Caller holds swap_lock. */
static void enter_cache(uint64_t slot, struct page *page)
{
	page_get(page);
	page->swap = slot;
	slots[slot].page = page;
}

/* The cache's reference passes to the caller.  Caller holds swap_lock. */
static void leave_cache(struct page *page)
{
	slots[page->swap].page = NULL;
	page->swap = 0;
}

void swap_limit(uint64_t slot)
{
	spin_lock(&swap_lock);
	limit = slot;
	spin_unlock(&swap_lock);
}

int swap_add_page(struct page *page)
{
	uint64_t slot;

	BUG_ON(page->swap);
	spin_lock(&swap_lock);
	slot = find_free_slot();
	if (slot)
		enter_cache(slot, page);
	spin_unlock(&swap_lock);
	if (!slot)
		return -ENOSPC;
	WRITE_ONCE(page->dirty, true); /* the slot does not have its content yet */
	return 0;
}

/* Find the cached page of @slot, with a reference, or NULL.  -EAGAIN: no entry names the slot. */
static int find_page(uint64_t slot, struct page **found)
{
	int err = 0;

	BUG_ON(slot == 0 || slot > last_slot);
	spin_lock(&swap_lock);
	*found = slots[slot].page;
	if (*found)
		page_get(*found);
	if (!slots[slot].entries)
		err = -EAGAIN;
	spin_unlock(&swap_lock);
	if (err && *found)
		page_put(*found);
	return err;
}

/* Put @page into the cache if entries still name @slot and nobody was faster. */
static int add_to_slot(uint64_t slot, struct page *page)
{
	bool wanted;

	/* Why: the slot could be freed and reused while it is being read.  Litmus
	 * reclaim/swap-slot-reuse-skip-cache. */
	if (mutant(SWAP_SKIP_CACHE))
		return 0;
	spin_lock(&swap_lock);
	wanted = slots[slot].entries && !slots[slot].page;
	if (wanted)
		enter_cache(slot, page);
	spin_unlock(&swap_lock);
	return wanted ? 0 : -EAGAIN;
}

/* Give up a page that was being read in. */
static void forget_page(struct page *page)
{
	bool cached = page->swap;

	spin_lock(&swap_lock);
	if (cached)
		leave_cache(page);
	spin_unlock(&swap_lock);
	if (cached)
		page_put(page);
}

static int read_slot(uint64_t slot, owner_t owner, struct page **found)
{
	struct page *page = page_alloc_for(PAGE_ANON, owner);
	int err;

	if (!page)
		return -ENOMEM;
	page_lock(page);
	err = add_to_slot(slot, page);
	if (!err) {
		err = blkdev_read(swap_block(slot), page_va(page));
		/* Why: the page has no content then.  Litmus error/swap-read-fails. */
		if (err && mutant(READ_ERROR_IS_CONTENT))
			err = 0;
		if (err)
			forget_page(page);
	}
	if (err) {
		page_unlock(page);
		page_put(page);
		return err;
	}
	*found = page;
	return 0;
}

int swap_get_page(uint64_t slot, owner_t owner, struct page **found)
{
	int err = find_page(slot, found);

	if (err)
		return err;
	if (!*found)
		return read_slot(slot, owner, found);
	page_lock(*found);
	if ((*found)->swap == slot)
		return 0;
	/* It left the cache while we waited for its lock. */
	page_unlock(*found);
	page_put(*found);
	return -EAGAIN;
}

int swap_write_page(struct page *page)
{
	int err;

	BUG_ON(!page->swap);
	if (!READ_ONCE(page->dirty))
		return 0;
	WRITE_ONCE(page->dirty, false);
	step(WRITEBACK, 0, page_to_pfn(page));
	err = blkdev_write(swap_block(page->swap), page_va(page));
	/* Why: the slot does not have the content.  Litmus error/swap-write-fails. */
	if (err && !mutant(SWAP_WRITE_ERROR_IS_CLEAN))
		WRITE_ONCE(page->dirty, true);
	return err;
}

bool swap_remove_page(struct page *page)
{
	bool removed = false;

	spin_lock(&swap_lock);
	/* Two references: the cache's and the caller's.  New ones need swap_lock. */
	if (READ_ONCE(page->refcount) == 2 && !READ_ONCE(page->dirty)) {
		leave_cache(page);
		removed = true;
	}
	spin_unlock(&swap_lock);
	return removed;
}

bool swap_replace_page(struct page *old, struct page *new)
{
	uint64_t slot = old->swap;
	bool alone;

	spin_lock(&swap_lock);
	alone = READ_ONCE(old->refcount) == 2; /* as in swap_remove_page() */
	if (alone) {
		leave_cache(old);
		enter_cache(slot, new);
	}
	spin_unlock(&swap_lock);
	return alone;
}

void swap_free_unused(struct page *page)
{
	bool unused;

	if (!page->swap)
		return;
	spin_lock(&swap_lock);
	unused = !slots[page->swap].entries;
	if (unused)
		leave_cache(page);
	/* Why: no device has its content any more, and reclaim would drop a lazily freeable page
	 * as clean.  Litmus pairs/lazyfree-vs-swap-out. */
	if (unused && !mutant(SWAP_LEAVES_CLEAN))
		WRITE_ONCE(page->dirty, true);
	spin_unlock(&swap_lock);
	if (unused)
		page_put(page);
}

void swap_entry_get(uint64_t slot)
{
	spin_lock(&swap_lock);
	slots[slot].entries++;
	spin_unlock(&swap_lock);
}

uint64_t swap_entry_drop(uint64_t slot)
{
	uint64_t left;

	spin_lock(&swap_lock);
	BUG_ON(!slots[slot].entries);
	left = --slots[slot].entries;
	spin_unlock(&swap_lock);
	return left;
}

void swap_trim(uint64_t slot)
{
	struct page *page;

	spin_lock(&swap_lock);
	page = slots[slot].entries ? NULL : slots[slot].page;
	if (page)
		page_get(page);
	spin_unlock(&swap_lock);
	if (!page)
		return;
	page_lock(page);
	swap_free_unused(page);
	page_unlock(page);
	page_put(page);
}

void swap_entry_put(uint64_t slot)
{
	(void)swap_entry_drop(slot);
	swap_trim(slot);
}
