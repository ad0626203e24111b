/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap() gives an anonymous page back to the allocator, from which another owner
 * takes it.  A CPU that is still reading the page must find it either as it was or
 * gone: the frame may not change hands before that CPU has acknowledged the flush.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			repeat: r0 = load(x)
 *	allocate a frame, fill it	until it is not the old content
 */
#include <tests/litmus.h>

#define LOOKS 24

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void unmap_and_reuse(struct run *r)
{
	unmap(r, r->x);
	occupy_frame(r, OTHER);
}

static void keep_reading(struct run *r)
{
	for (unsigned int i = 0; i < LOOKS; i++) {
		r->reg[0] = load(r, r->x);
		if (r->reg[0] != 1 && r->reg[0] != FRESH)
			break;
	}
}

LITMUS(free_before_remote_ack) = {
	.name = "reclaim/free-before-remote-ack",
	.asks = "is an unmapped frame out of every CPU's reach before it is free?",
	.source = "catalogue: free-before-remote-ack (litebox #848, #671)",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { unmap_and_reuse, keep_reading },
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
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
