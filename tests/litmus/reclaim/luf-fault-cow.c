/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A private mapping of a file: its page is reclaimed with the flush deferred, then one
 * thread stores, and gets a copy of its own.  The other must not go on reading the
 * file's old page.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	store(x, 1)			        r1 = load(x)
 *	y = 1
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
	(void)store(r, r->x, 1);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_fault_cow) = {
	.name = "reclaim/luf-fault-cow",
	.asks = "once a thread has stored to its private copy, do its siblings see it?",
	.source = "threads/000, point 1b: permission to writable, by the fault handler",
	.setup = map_private,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_store, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of the store, yet read the file's page", 1, OLD),
		SOMETIMES("told, and read what was stored", 1, 1),
		SOMETIMES("read before the store", 0, OLD),
		SOMETIMES("read the store before being told", 0, 1),
	},
	.teeth = {
		TOOTH(FAULT_SKIP_LUF_COW, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
