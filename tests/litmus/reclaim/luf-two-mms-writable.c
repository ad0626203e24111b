/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms map a page of a file, and it is reclaimed with its flush deferred in one of them.
 * Then the other stores to it: its mapping becomes writable, over a new frame, and the flush
 * that is owed is not its own.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	reclaim the page		repeat: r0 = y
 *	store(x, 1)			        r1 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_in_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_store(struct run *r)
{
	become(r->mms[1]);
	reclaim(r, r->file[0], 0, 1);
	(void)store(r, r->x, 1);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_two_mms_writable) = {
	.name = "reclaim/luf-two-mms-writable",
	.asks = "once one mm has stored to a file, do all that map it show the store?",
	.source = "threads/000, point 1b: permission to writable, by the fault handler",
	.setup = map_in_both,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_store, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of the store, yet read the old page", 1, OLD),
		SOMETIMES("told, and read what was stored", 1, 1),
		SOMETIMES("read before the store", 0, OLD),
		SOMETIMES("read the store before being told", 0, 1),
	},
	.teeth = {
		TOOTH(FAULT_SETTLES_OWN_MM, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FAULT_SKIP_LUF_SHARED, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
