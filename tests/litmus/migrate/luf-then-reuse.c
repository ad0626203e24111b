/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An anonymous page that is mapped read-only moves, with the flush deferred.  Then its
 * owner stores to it: the restored PTE becomes writable where it is.
 *
 *	CPU 0				CPU 1
 *	move x				wait for y
 *	store(x, 2)			r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_then_change(struct run *r)
{
	migrate(r, r->x);
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(migrate_luf_then_reuse) = {
	.name = "migrate/luf-then-reuse",
	.asks = "once an anonymous page that has moved becomes writable, does every thread see the store?",
	.source = "threads/000, point 1b: permission to writable, by the fault handler",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { move_then_change, wait_then_read },
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
