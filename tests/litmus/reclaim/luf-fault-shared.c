/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same page of a file is mapped read-only at x and writable at z.  It is reclaimed
 * while only x had a PTE, so its flush may be deferred.  A store to z then makes a
 * new page writable: before it can be seen, nobody may read the old one through x.
 *
 *	CPU 0				CPU 1
 *	reclaim the page		repeat: r0 = y
 *	store(z, 1)			        r1 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_twice(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_then_store(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	(void)store(r, r->z, 1);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_fault_shared) = {
	.name = "reclaim/luf-fault-shared",
	.asks = "once a store to a shared mapping is made, do all mappings of the file show it?",
	.source = "threads/000, point 2b: updating files through writable maps",
	.setup = map_twice,
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
		TOOTH(FAULT_SKIP_LUF_SHARED, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
