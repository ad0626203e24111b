/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x has been given up and is clean, so reclaim drops it.  Whoever has heard of that finds
 * fresh memory.
 *
 *	CPU 0				CPU 1
 *	reclaim what is lazily		wait for y
 *		freeable		r0 = load(x)
 *	another owner takes a frame
 *	y = 1
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void drop_occupy_tell(struct run *r)
{
	reclaim_lazyfree(r->mm, r->x, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(lazyfree_tell) = {
	.name = "reclaim/lazyfree-tell",
	.asks = "once a page that was given up is dropped, is it unreachable?",
	.source = "catalogue: free-before-remote-ack, for MADV_FREE",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { drop_occupy_tell, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found fresh memory", FRESH),
		NEVER("read a free frame", FREED),
		NEVER("read the frame's next owner", OTHER),
	},
	.teeth = {
		TOOTH(LAZYFREE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
