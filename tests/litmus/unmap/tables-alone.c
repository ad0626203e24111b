/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page at lone is reclaimed, so when it is unmapped no leaf is left to clear, only
 * tables to free.  CPUs may have these in their paging-structure caches.
 *
 *	CPU 0				CPU 1
 *	reclaim lone's page		r0 = load(lone)
 *	munmap(lone)
 *	another owner takes frames
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->lone, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void reclaim_unmap_occupy(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	unmap(r, r->lone);
	for (unsigned int i = 0; i < 4; i++)
		occupy_frame(r, OTHER);
}

static void touch_once(struct run *r)
{
	r->reg[0] = load(r, r->lone);
}

LITMUS(tables_alone) = {
	.name = "unmap/tables-alone",
	.asks = "are tables flushed before they are freed, even if they map nothing any more?",
	.source = "SDM vol. 3, 4.10.4.2: after changing an entry that is no leaf, at least one INVLPG",
	.setup = map_lone,
	.warm = { NULL, touch },
	.cpu = { reclaim_unmap_occupy, touch_once },
	.regs = { "1:lone" },
	.sees = { OLD, OTHER },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		SOMETIMES("read the page", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		/* A batch leaves the mm marked, so that munmap() flushes once more. */
		TOOTH(GATHER_SKIP_TABLES, .policies = ON_EAGER | ON_LUF,
		      .needs = KEEPS_UPPER | KEEPS_SPECULATED),
		TOOTH(SHOOTDOWN_EARLY_ACK, .policies = ON_EAGER, .needs = KEEPS_SPECULATED),
	},
};
