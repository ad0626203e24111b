/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By rule (c), and with no count of pins, a device gets a page for storing while reclaim is about
 * to unmap it: it would come back read-only, and the next store get a copy.
 *
 *	CPU 0				CPU 1, the device
 *	swap out x			get x for storing, fast
 *	finally: store(x, 2), the device stores 3, r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_COUNT);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void reclaim_it(struct run *r)
{
	(void)try_swap_out(r, r->x);
}

static void get(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_WRITE);
}

static void store_and_look(struct run *r)
{
	become(r->mm);
	(void)store(r, r->x, 2);
	device_store(r, r->device, 3);
	r->reg[0] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE);
}

LITMUS(gup_wp_swap_out) = {
	.name = "gup/wp-swap-out",
	.asks = "does reclaim leave a page mapped that a device has got for storing?",
	.source = "threads/003, rules (c) and (d)",
	.setup = map_memory,
	.cpu = { reclaim_it, get },
	.finish = store_and_look,
	.regs = { "x" },
	.sees = { 2, 3 },
	.outcomes = {
		SOMETIMES("the process has the device's store", 3),
		NEVER("the page was replaced under the device", 2),
	},
	.teeth = { TOOTH(UNMAP_IGNORES_HOLDERS) },
};
