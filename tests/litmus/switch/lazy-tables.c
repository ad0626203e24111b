/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 is idle, the mm lazily kept: it makes no accesses, but may walk by speculation.
 * CPU 0 unmaps the only page of some tables, so these are freed and become other pages.
 * CPU 1 must not walk them any more.
 *
 *	CPU 0				CPU 1
 *	munmap(lone)			idle for a while
 *	another owner takes frames	r0 = load(lone)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void unmap_then_occupy(struct run *r)
{
	unmap(r, r->lone);
	for (unsigned int i = 0; i < 4; i++)
		occupy_frame(r, OTHER);
}

static void doze_then_touch(struct run *r)
{
	doze(1);
	r->reg[0] = load(r, r->lone);
}

LITMUS(lazy_tables) = {
	.name = "switch/lazy-tables",
	.asks = "do idle CPUs forget tables before these are used for something else?",
	.source = "CVE-2025-22045: a flush of freed tables that passed lazy CPUs by",
	.setup = map_lone,
	.warm = { NULL, touch },
	.cpu = { unmap_then_occupy, doze_then_touch },
	.regs = { "1:lone" },
	.sees = { FRESH, OTHER },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		SOMETIMES("touched before the unmap", FRESH),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(GATHER_FORGETS_TABLES, .needs = KEEPS_SPECULATED),
	},
};
