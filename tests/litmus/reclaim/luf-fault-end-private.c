/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A store installs a private copy where LUF still owes a flush.  A flush at the end of
 * the fault handler comes too late: as soon as the PTE is there another thread can store
 * through it, and tell a third one, which may still read the old page.
 *
 *	CPU 0			CPU 1			CPU 2
 *	reclaim x's page	wait for y		wait for w
 *	w = 1			r0 = load(x)		store(x, 2)
 *	store(x, 1)					y = 1
 */
#include <tests/litmus.h>

static void map_private(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_store(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	tell(&r->w);
	(void)store(r, r->x, 1);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

static void store_then_tell(struct run *r)
{
	await(&r->w);
	(void)store(r, r->x, 2);
	tell(&r->y);
}

LITMUS(luf_fault_end_private) = {
	.name = "reclaim/luf-fault-end-private",
	.asks = "is a deferred flush made before the new PTE can be used, not just before the fault ends?",
	.source = "threads/001: the flush at the end of the fault handler",
	.setup = map_private,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_store, wait_then_read, store_then_tell },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of a store, yet read the file's page", OLD),
		SOMETIMES("read what the teller stored", 2),
		SOMETIMES("read the other store, which was later", 1),
	},
	.teeth = {
		TOOTH(FAULT_LATE_PRIVATE, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
