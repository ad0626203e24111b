/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of a file is reclaimed, and its frame goes to another owner, which fills it.
 * A CPU that keeps reading the file's mapping must see the file, never the frame's
 * new content or that of a free frame.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = load(x)
 *	allocate a frame, fill it	until it is not the file's
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 24

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

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, OLD, (unsigned int)window_pages(LOOKS));
}

LITMUS(free_vs_reader) = {
	.name = "reclaim/free-vs-reader",
	.asks = "is a reclaimed frame out of every CPU's reach before another owner fills it?",
	.source = "threads/001, invariant I1; catalogue: free-before-remote-ack",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_and_reuse, keep_reading },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		NEVER("read a frame that was cleared for its next owner", FOREIGN),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(RECLAIM_SKIP_BATCH_FLUSH, .policies = ON_BATCH,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(ALLOC_CLEARS_EARLY, .policies = ON_LUF),
		TOOTH(FREE_FORGETS_LUF_KEY, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FLUSH_GEN_ZERO_IS_OLD, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FLUSH_FUNC_SKIP_FULL, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
