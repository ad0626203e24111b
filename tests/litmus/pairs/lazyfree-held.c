/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x was given up, so it is lazily freeable.  Direct I/O reads into it: the kernel holds the page
 * for the device, and the PTE has no D.  Meanwhile reclaim drops lazily freeable pages.
 */
#include <kernel/mm/frames/page.h>
#include <kernel/mm/frames/stamp.h>
#include <tests/litmus.h>
#include <tests/engine/world.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void free_pin_reclaim_dma(struct run *r)
{
	struct page *page;

	advise_pages(r->mm, r->x, 1, MADV_FREE);
	page = hold_page_at(r, r->x);
	reclaim_lazyfree(r->mm, r->x, 1);
	stamp_put(page_va(page), world_stamp(r, r->file[0], 0, NEW));
	release_page(page);
	r->reg[0] = load(r, r->x);
}

LITMUS(lazyfree_held) = {
	.name = "pairs/lazyfree-held",
	.asks = "is a page that somebody holds kept when lazily freeable ones are dropped?",
	.source = "6c8e2a256915: race between MADV_FREE reclaim and direct I/O",
	.setup = map_memory,
	.cpu = { free_pin_reclaim_dma },
	.regs = { "0:x" },
	.sees = { FRESH, NEW },
	.outcomes = {
		SOMETIMES("what the device wrote is there", NEW),
		NEVER("what the device wrote is lost", FRESH),
	},
	.teeth = { TOOTH(LAZYFREE_IGNORES_REFS) },
};
