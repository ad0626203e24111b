/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Swap: where anonymous pages go, and the swap cache.
 *
 * A slot is in use as long as an entry in some page table names it, or a page in the
 * swap cache does:
 *
 *	PTE --ENTRY_SWAP--> slot { entries, page } --> page (page->swap is the slot)
 *
 * A page is in the swap cache while it is on its way out or in, or as long as it is
 * mapped here and swapped out there.  Whoever unlocks it sees to it that it leaves when
 * no entry is left (swap_free_unused), so a slot is never forgotten.
 *
 * Why a cache: what a fault reads is in the slot's page, locked, until it is mapped, so a
 * second fault finds it there, and the slot cannot be used again meanwhile.
 */
#ifndef KERNEL_MM_OBJECTS_SWAP_H
#define KERNEL_MM_OBJECTS_SWAP_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>

/*
 * Swap to @slots slots, at most SWAP_MAX_SLOTS, of the block device from now on.  Their
 * blocks are made here: to free memory needs none.  0, -EBUSY (there is swap already),
 * -ENOSPC (the device is full), -ENOMEM.
 */
int swap_on(uint64_t slots);
#define SWAP_MAX_SLOTS 255

/* The block of @slot on the device. */
uint64_t swap_block(uint64_t slot);

/* How many slots are in use. */
uint64_t swap_nr_used(void);

/* For tests of error paths: take no slot above @slot from now on. */
void swap_limit(uint64_t slot);

/*
 * Give @page, an anonymous one, a slot and a place in the cache, which takes a
 * reference.  0, or -ENOSPC: no slot is free.  Caller holds the page lock.
 */
int swap_add_page(struct page *page);

/*
 * The page of @slot, which an entry named, locked, with a reference and its content: from
 * the cache, or read into it, for @owner.  -EAGAIN: no entry names it any longer.  -ENOMEM, or the
 * device's error, which leaves the slot as it was.
 */
int swap_get_page(uint64_t slot, owner_t owner, struct page **found);

/* Write @page to its slot if it is dirty; on the device's error it stays so.  Caller holds the page
 * lock, and no CPU can store into it. */
int swap_write_page(struct page *page);

/*
 * Take @page, locked by the caller, who has one reference to it, out of the cache, if
 * nobody else has any and it is clean; the cache's reference becomes the caller's.
 * False: it stays.
 */
bool swap_remove_page(struct page *page);

/*
 * Let @new, locked and with the same content, take the place of @old in the cache, if
 * nobody has a reference to @old but the cache, whose becomes the caller's, and the
 * caller, who has locked it.  False: it stays.
 */
bool swap_replace_page(struct page *old, struct page *new);

/*
 * Take @page, locked by the caller, who has a reference, out of the cache if no entry
 * names its slot.  It lives on by itself.
 */
void swap_free_unused(struct page *page);

/*
 * One more entry names @slot, one fewer does, and how many do then: for those who hold the page
 * lock of its page; or, to add one, the PTL of an entry that names it already.
 */
void swap_entry_get(uint64_t slot);
uint64_t swap_entry_drop(uint64_t slot);
/* One fewer, for everybody else; with the last its page goes, too.  Takes the page lock. */
void swap_entry_put(uint64_t slot);
/* The second half of that, after swap_entry_drop() where no page lock could be taken. */
void swap_trim(uint64_t slot);

#endif
