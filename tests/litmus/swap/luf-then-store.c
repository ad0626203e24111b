/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page that nobody could write is swapped out, its flush deferred by LUF.  The owner
 * stores to it: it is read into another frame, where a sibling thread must see the store.
 *
 *	CPU 0				CPU 1
 *	swap out x			wait for y
 *	store(x, 2)			r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_and_store(struct run *r)
{
	swap_out(r, r->x);
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_then_store) = {
	.name = "swap/luf-then-store",
	.asks = "once a page is swapped in for a store, does every thread see the store?",
	.source = "threads/000, point 1b: permission to writable, by the fault handler",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { swap_out_and_store, wait_then_read },
	.regs = { "1:x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("told of the store, yet read the old frame", 1),
		SOMETIMES("read what was stored", 2),
	},
	.teeth = {
		TOOTH(SWAP_IN_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
