/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/free-vs-reader, for anonymous memory: the page was read in from swap and not
 * stored to since, so that LUF may free its frame without a flush.
 *
 *	CPU 0				CPU 1
 *	swap out x			repeat: r0 = load(x)
 *	allocate a frame, fill it	until it is not x's
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 3

static void map_clean(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_and_reuse(struct run *r)
{
	swap_out(r, r->x);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, 1, LOOKS);
}

LITMUS(free_vs_reader_anon) = {
	.name = "swap/free-vs-reader",
	.asks = "is a swapped-out frame out of every CPU's reach before another owner fills it?",
	.source = "threads/001, invariant I1; catalogue: free-before-remote-ack",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { swap_out_and_reuse, keep_reading },
	.regs = { "1:x" },
	.sees = { 1 },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read what was swapped out", 1),
	},
	.teeth = {
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FREE_FORGETS_LUF_KEY, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
