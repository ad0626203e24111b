/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One CPU unmaps an anonymous page, another reads it, and a third keeps taking frames
 * and filling them.  The reader must never see what the third one writes.
 *
 *	CPU 0			CPU 1				CPU 2
 *	munmap(x)		repeat: r0 = load(x)		repeat: allocate a
 *				until it is not the old		frame, fill it
 */
#include <tests/litmus.h>

#define LOOKS 24
#define TURNS 8

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void unmap_it(struct run *r)
{
	unmap(r, r->x);
}

static void keep_reading(struct run *r)
{
	for (size_t i = 0; i < window_pages(LOOKS); i++) {
		r->reg[0] = load(r, r->x);
		if (r->reg[0] != 1 && r->reg[0] != FRESH)
			break;
	}
}

static void keep_taking_frames(struct run *r)
{
	for (size_t i = 0; i < window_pages(TURNS); i++)
		occupy_frame(r, OTHER);
}

LITMUS(free_vs_third_owner) = {
	.name = "reclaim/free-vs-third-owner",
	.asks = "is an unmapped frame out of every CPU's reach before a third one takes it?",
	.source = "catalogue: free-before-remote-ack, with three CPUs",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { unmap_it, keep_reading, keep_taking_frames },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read what was stored, to the end", 1),
		SOMETIMES("read fresh memory, to the end", FRESH),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(GATHER_FREE_BEFORE_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
