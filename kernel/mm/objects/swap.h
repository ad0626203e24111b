/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Swap: the slots for anonymous pages, and the swap cache.
 *
 * A slot is in use as long as an entry in some page table or a page in the swap cache
 * names it:
 *
 *	PTE --ENTRY_SWAP--> slot { entries, page } --> page (page->swap is the slot)
 *
 * A page is in the swap cache while it is swapped out or in, and as long as one mm maps it
 * and another has it swapped out.  Before it is unlocked, swap_free_unused() removes it if
 * no entry is left, so a slot is never leaked.
 *
 * Why a cache: the page that a fault reads is in the cache, locked, until it is mapped.  So a
 * second fault finds it there, and the slot cannot be reused meanwhile.
 */
#ifndef KERNEL_MM_OBJECTS_SWAP_H
#define KERNEL_MM_OBJECTS_SWAP_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>

/*
 * Begin to swap to @slots slots, at most SWAP_MAX_SLOTS, of the block device.  Their blocks get
 * frames here, so that freeing memory needs no memory.  0, -EBUSY (there is swap already),
 * -ENOSPC (the device is full), -ENOMEM.
 */
int swap_on(uint64_t slots);
#define SWAP_MAX_SLOTS 255

/* The block of @slot on the device. */
uint64_t swap_block(uint64_t slot);

/* How many slots are in use. */
uint64_t swap_nr_used(void);

/* For tests of error paths: use no slot above @slot from now on. */
void swap_limit(uint64_t slot);

/*
 * Give the anonymous @page a slot, and put it into the cache, which takes a reference.  0, or
 * -ENOSPC: no slot is free.  Caller holds the page lock.
 */
int swap_add_page(struct page *page);

/*
 * Find the page of @slot, which an entry named, in the cache, or read it into the cache for @owner.
 * It is locked, has a reference, and is uptodate.  -EAGAIN: no entry names the slot any longer.
 * -ENOMEM, or the device's error, which leaves the slot as it was.
 */
int swap_get_page(uint64_t slot, owner_t owner, struct page **found);

/* Write @page to its slot if it is dirty; on the device's error it stays dirty.  Caller holds the
 * page lock, and no CPU can store into the page. */
int swap_write_page(struct page *page);

/*
 * Remove @page from the cache if it is clean and has no references but the cache's and the
 * caller's one; the cache's reference passes to the caller.  False: it stays.  Caller holds
 * the page lock.
 */
bool swap_remove_page(struct page *page);

/*
 * Replace @old in the cache by @new, which has the same content, if @old has no references
 * but the cache's, which passes to the caller, and the caller's.  False: it stays.  Caller
 * holds both page locks.
 */
bool swap_replace_page(struct page *old, struct page *new);

/*
 * Remove @page from the cache if no entry names its slot.  The page itself stays.  Caller
 * holds the page lock and a reference.
 */
void swap_free_unused(struct page *page);

/*
 * One more entry names @slot; one fewer does: returns how many are left.  Caller holds the page
 * lock of its page; or, to add one, the PTL of an entry that names it already.
 */
void swap_entry_get(uint64_t slot);
uint64_t swap_entry_drop(uint64_t slot);
/* One fewer, for other callers; with the last entry the page goes, too.  Takes the page lock. */
void swap_entry_put(uint64_t slot);
/* The second half of swap_entry_put(), after a swap_entry_drop() that could take no page lock. */
void swap_trim(uint64_t slot);

#endif
