/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A flush of the page at z is deferred.  While CPU 1 settles it, CPU 0 defers another one, for
 * the page at x, and CPU 1 may have fetched x's entry since it flushed.  So CPU 1 may claim to
 * be up to date as of the beginning of its flush, not of its end.
 *
 *	before: reclaim z's page
 *	CPU 0				CPU 1
 *	reclaim x's page		write to z's file
 *	another owner takes a frame	r0 = load(x)
 */
#include <tests/litmus.h>

static void map_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_SHARED, r->file[1], 0);
}

static void touch_and_reclaim_z(struct run *r)
{
	(void)load(r, r->x);
	(void)load(r, r->z);
	reclaim(r, r->file[1], 0, 1);
}

static void reclaim_then_occupy(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
}

static void settle_then_read(struct run *r)
{
	write_content(r, r->file[1], 0, NEW);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_claim_late) = {
	.name = "reclaim/luf-claim-late",
	.asks = "does a CPU claim to have flushed only what was deferred before it did?",
	.source = "threads/000: luf_ugen is read before the flush, ugen_done written after it",
	.setup = map_both,
	.warm = { NULL, touch_and_reclaim_z },
	.cpu = { reclaim_then_occupy, settle_then_read },
	.regs = { "1:x" },
	.sees = { OLD, OTHER },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		SOMETIMES("read the page", OLD),
	},
	.teeth = {
		TOOTH(UGEN_READ_LATE, .policies = ON_LUF, .needs = KEEPS_SPECULATED),
	},
};
