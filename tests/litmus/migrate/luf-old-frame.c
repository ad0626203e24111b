/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/free-vs-reader, for a page that moves: nobody can write it, so LUF may free
 * the frame that it leaves without a flush.
 *
 *	CPU 0				CPU 1
 *	move x				repeat: r0 = load(x)
 *	allocate a frame, fill it	until it is not x's
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 3

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_and_reuse(struct run *r)
{
	migrate(r, r->x);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, OLD, LOOKS);
}

LITMUS(migrate_luf_old_frame) = {
	.name = "migrate/luf-old-frame",
	.asks = "is the frame that a page left out of every CPU's reach before another owner fills it?",
	.source = "threads/001: migration under LUF, invariant I1",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { move_and_reuse, keep_reading },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the page", OLD),
	},
	.teeth = {
		TOOTH(MIGRATE_FORGETS_LUF_KEY, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(RECLAIM_SKIP_BATCH_FLUSH, .policies = ON_BATCH,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
