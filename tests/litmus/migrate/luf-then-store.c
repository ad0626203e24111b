/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same page of a file is mapped read-only at x and, with no PTE yet, writable at z.
 * It moves, with the flush deferred; then a store to z is made.
 *
 *	CPU 0				CPU 1
 *	move x				wait for y
 *	store(z, 1)			r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_then_change(struct run *r)
{
	migrate(r, r->x);
	(void)store(r, r->z, 1);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(migrate_luf_then_store) = {
	.name = "migrate/luf-then-store",
	.asks = "once a store to a shared page that has moved is made, do all its mappings show it?",
	.source = "threads/000, point 2b: updating files through writable maps",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { move_then_change, wait_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of the store, yet read the old frame", OLD),
		SOMETIMES("read what was stored", 1),
	},
	.teeth = {
		TOOTH(FAULT_SKIP_LUF_SHARED, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
