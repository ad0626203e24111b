/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LUF owes a flush of the frame that a page was in before it was swapped out and read in
 * again, when its process forks.  fork() need not make it; the store after it must.
 *
 *	CPU 0, the parent		CPU 1, its other thread
 *	swap out x, load(x)		wait for y
 *	fork()				r0 = load(x)
 *	unmap x in the child
 *	store(x, 2), y = 1
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	begin_child(r, r->mms[1]);
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_fork_store(struct run *r)
{
	swap_out(r, r->x);
	(void)load(r, r->x);
	fork_mm(r, r->mm, r->mms[1]);
	unmap_pages(r->mms[1], r->x, 1);
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(fork_luf_then_store) = {
	.name = "fork/luf-then-store",
	.asks = "is a flush that LUF has deferred past fork() made before the parent stores?",
	.source = "threads/000, point 1b, after fork()",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { swap_out_fork_store, wait_then_read },
	.regs = { "1:x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("told of the store, yet read the old frame", 1),
		SOMETIMES("read what was stored", 2),
	},
	.teeth = {
		TOOTH(REUSE_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
