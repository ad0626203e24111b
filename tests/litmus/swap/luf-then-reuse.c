/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As luf-then-store, but the page is read in first: its PTE is there, read-only, and the
 * deferred flush still is not made, since both frames hold the same.  Then it is.
 *
 *	CPU 0				CPU 1
 *	swap out x			wait for y
 *	load(x)				r0 = load(x)
 *	store(x, 2)
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

static void swap_out_read_store(struct run *r)
{
	swap_out(r, r->x);
	(void)load(r, r->x);
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_then_reuse) = {
	.name = "swap/luf-then-reuse",
	.asks = "once an anonymous page becomes writable, does every thread see the store?",
	.source = "threads/000, point 1b: permission to writable, by the fault handler",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { swap_out_read_store, wait_then_read },
	.regs = { "1:x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("told of the store, yet read the old frame", 1),
		SOMETIMES("read what was stored", 2),
	},
	.teeth = {
		TOOTH(REUSE_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
