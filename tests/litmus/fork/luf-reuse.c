/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page that parent and child have, read-only, is swapped out: LUF may free it before the
 * flush, which both owe.
 *
 *	CPU 0, in the child		CPU 1, in the parent
 *	swap out x			repeat: load(x)
 *	allocate a frame, fill it	until it is not 1
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 8

static void fork_it(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void touch_in_child(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_and_reuse(struct run *r)
{
	become(r->mms[1]);
	swap_out(r, r->x);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, 1, (unsigned int)window_pages(LOOKS));
}

LITMUS(fork_luf_reuse) = {
	.name = "fork/luf-reuse",
	.asks = "is a page that a child has too flushed for both before its frame is anybody's?",
	.source = "threads/001, invariant I1, after fork()",
	.setup = fork_it,
	.warm = { touch_in_child, touch },
	.cpu = { swap_out_and_reuse, keep_reading },
	.regs = { "1:x" },
	.sees = { 1 },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the page", 1),
	},
	.teeth = {
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(UNMAP_KEEPS_LAST_MM, .policies = ON_BATCH | ON_LUF, .owners = OWNERS_ANY,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
