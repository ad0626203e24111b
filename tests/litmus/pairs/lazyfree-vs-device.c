/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device stores to x, which it has pinned, says so and lets go, while lazily freeable pages are
 * dropped.  x was given up before.
 *
 *	CPU 0				CPU 1, the device
 *	drop x if nobody needs it	store(x, 3)
 *					x is dirty
 *					unpin x
 *	finally: r0 = load(x)
 */
#include <tests/litmus.h>

static void give_up_a_pinned_page(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	r->device = get_page(r, r->mm, r->x, GUP_WRITE | GUP_PIN);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
}

static void drop_unused(struct run *r)
{
	reclaim_lazyfree(r->mm, r->x, 1);
}

static void store_and_let_go(struct run *r)
{
	device_store(r, r->device, 3);
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

static void look(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->x);
	become(NULL);
}

LITMUS(lazyfree_vs_device) = {
	.name = "pairs/lazyfree-vs-device",
	.asks = "is what a device stored kept, though it lets go while the page is being dropped?",
	.source = "Linux, try_to_unmap_one(); found by pairs of calls",
	.setup = give_up_a_pinned_page,
	.cpu = { drop_unused, store_and_let_go },
	.finish = look,
	.regs = { "x" },
	.sees = { FRESH, 3 },
	.outcomes = {
		SOMETIMES("the process has what the device stored", 3),
		NEVER("the page was dropped with it", FRESH),
	},
	.teeth = { TOOTH(LAZYFREE_ASKS_HOLDER_LAST) },
};
