/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A frame is wanted where no IPI can be sent.  If the only one to spare has a flush
 * deferred, there is none.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		wait for y
 *	allocate a frame, interrupts	r0 = load(x)
 *	    being disabled, fill it
 *	y = 1
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

static void reclaim_then_reuse(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	(void)occupy_frame_atomic(r, OTHER);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_atomic) = {
	.name = "reclaim/luf-atomic",
	.asks = "does a context that cannot send IPIs get only frames that nobody still reads?",
	.source = "DESIGN: take-off at every exit of the allocator, or a clean frame",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_reuse, wait_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(ATOMIC_TAKES_DEFERRED, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
