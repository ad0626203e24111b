/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The flush of a batch is about pages of many mms, so it carries no generation of any of
 * them.  A CPU that takes that for an old generation acknowledges and flushes nothing.
 *
 *	CPU 0				CPU 1
 *					r0 = load(x)
 *	reclaim the pages of x and z	wait for y
 *	allocate a frame, fill it	r1 = load(x)
 *	y = 1				r2 = load(z)
 */
#include <tests/litmus.h>

static void map_two(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_SHARED, r->file[0], 1);
}

static void touch_both(struct run *r)
{
	(void)load(r, r->x);
	(void)load(r, r->z);
}

static void reclaim_and_reuse(struct run *r)
{
	reclaim(r, r->file[0], 0, 2);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void read_when_told(struct run *r)
{
	r->reg[0] = load(r, r->x);
	await(&r->y);
	r->reg[1] = load(r, r->x);
	r->reg[2] = load(r, r->z);
}

LITMUS(batch_gen_zero_skips_flush) = {
	.name = "reclaim/batch-gen-zero-skips-flush",
	.asks = "does a CPU that acknowledges the flush of a batch have flushed?",
	.source = "8f1d56f64f8d (Linux 2022): f->new_tlb_gen of 0, taken for up to date",
	.setup = map_two,
	.warm = { NULL, touch_both },
	.cpu = { reclaim_and_reuse, read_when_told },
	.regs = { "1:before", "1:x", "1:z" },
	.sees = { OLD },
	.outcomes = {
		NEVER("x shows the frame's next owner", OLD, OTHER, ANY),
		NEVER("x shows a free frame", OLD, FREED, ANY),
		NEVER("z shows the frame's next owner", OLD, OLD, OTHER),
		NEVER("z shows a free frame", OLD, OLD, FREED),
		SOMETIMES("both show the file", OLD, OLD, OLD),
	},
	.teeth = {
		TOOTH(FLUSH_GEN_ZERO_IS_OLD, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
