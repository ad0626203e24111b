/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is pinned without its lock while reclaim is about to swap it out.
 *
 *	CPU 0				CPU 1, the device
 *	swap out x			pin x, fast
 *	finally:
 *	store(x, 2), the device stores 3, r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
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
	r->device = get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);
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

LITMUS(gup_fast_vs_swap_out) = {
	.name = "gup/fast-vs-swap-out",
	.asks = "does reclaim see a pin that fast GUP takes, or fast GUP that the page is going?",
	.source = "Linux, 088b8aa537c2; catalogue: gupfast-vs-exclusive-clear",
	.setup = map_memory,
	.cpu = { reclaim_it, pin },
	.finish = store_and_look,
	.regs = { "x" },
	.sees = { 3 },
	.outcomes = {
		SOMETIMES("the process has the device's store", 3),
		NEVER("the page was replaced under the device", 2),
	},
	.teeth = {
		TOOTH(UNMAP_ASKS_PINS_EARLY),
		TOOTH(GUP_FAST_SKIP_RECHECK),
		TOOTH(GUP_FAST_PIN_SKIP_BARRIER, .needs = KEEPS_BUFFERED),
	},
};
