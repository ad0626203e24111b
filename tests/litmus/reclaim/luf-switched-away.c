/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 has read x and runs another mm when x's page is reclaimed, with the flush
 * deferred: no flush will name that CPU.  When it switches back, perhaps to entries that
 * its PCID has kept, the frame may be another owner's.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		to mm 1, and back
 *	another owner takes a frame	r0 = y
 *	y = 1				r1 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_and_reuse(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void leave_and_return(struct run *r)
{
	become(r->mms[1]);
	become(r->mm);
	r->reg[0] = (uint64_t)told(&r->y);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_switched_away) = {
	.name = "reclaim/luf-switched-away",
	.asks = "does a CPU that was elsewhere when a flush was deferred make up for it?",
	.source = "threads/001: ugen_done covers all mms of a CPU; DESIGN I6",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_and_reuse, leave_and_return },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", ANY, OTHER),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("read the file, read in anew", 1, OLD),
		SOMETIMES("read the file before the frame was reused", 0, OLD),
	},
	.teeth = {
		TOOTH(SWITCH_SKIP_GEN_CHECK, .policies = ON_LUF, .needs = KEEPS_PCID),
	},
};
