/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The memory of a device comes in frames that reclaim has freed and LUF has not flushed yet.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = load(x)
 *	a device comes, with memory
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_and_come(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	dax_come(r, OTHER);
}

static void touch_once(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(dax_luf) = {
	.name = "dax/luf",
	.asks = "is a frame flushed before it is a device's memory?",
	.source = "threads/001 and threads/004: LUF beside memory that comes and goes",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { reclaim_and_come, touch_once },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page, old or read anew", OLD),
		NEVER("read the device's memory", OTHER),
		NEVER("read a free frame", FREED),
		NEVER("read memory that is no device's yet", FOREIGN),
	},
	.teeth = {
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
