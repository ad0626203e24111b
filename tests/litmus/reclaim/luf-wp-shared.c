/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As luf-fault-shared, but the writable mapping was read in between: its PTE is there,
 * read-only, over the new page, and the store takes the other way through the fault
 * handler.
 *
 *	CPU 0				CPU 1
 *	reclaim the page		repeat: r0 = y
 *	load(z)				        r1 = load(x)
 *	store(z, 1)
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

static void reclaim_read_store(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	(void)load(r, r->z);
	(void)store(r, r->z, 1);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_wp_shared) = {
	.name = "reclaim/luf-wp-shared",
	.asks = "once a read-only PTE is made writable, do all mappings of the file show the store?",
	.source = "threads/000, point 1b: permission to writable, by the fault handler",
	.setup = map_twice,
	.warm = { NULL, touch },
	.cpu = { reclaim_read_store, listen_then_read },
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
