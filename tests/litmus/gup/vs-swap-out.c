/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is pinned while reclaim is about to swap it out.
 *
 *	CPU 0				CPU 1, the device
 *	swap out x			pin x
 *	finally:
 *	store(x, 2), the device stores 3, r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void reclaim_it(struct run *r)
{
	swap_out(r, r->x);
}

static void pin(struct run *r)
{
	r->device = get_page(r, r->mm, r->x, GUP_WRITE | GUP_PIN);
}

static void store_and_look(struct run *r)
{
	become(r->mm);
	(void)store(r, r->x, 2);
	device_store(r, r->device, 3);
	r->reg[0] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(gup_vs_swap_out) = {
	.name = "gup/vs-swap-out",
	.asks = "does a pinned page stay the process's, though it was about to be swapped out?",
	.source = "threads/003, rule (d); catalogue: cow-rule-d-swapcache-pinned",
	.setup = map_memory,
	.cpu = { reclaim_it, pin },
	.finish = store_and_look,
	.regs = { "x" },
	.sees = { 3 },
	.outcomes = {
		SOMETIMES("the process has the device's store", 3),
		NEVER("the page was replaced under the device", 2),
	},
	.teeth = { TOOTH(UNMAP_IGNORES_PINS) },
};
