/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page is being swapped out when its process forks: its entry is not present, so nothing
 * is write-protected, and reclaim has yet to flush.
 *
 *	CPU 0, the parent		CPU 1
 *	fork()				swap out x
 *	store(x, 2)
 *	finally, as the child: r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void fork_then_store(struct run *r)
{
	fork_mm(r, r->mm, r->mms[1]);
	(void)store(r, r->x, 2);
}

static void reclaim_it(struct run *r)
{
	swap_out(r, r->x);
}

static void look_as_child(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
	become(NULL);
}

LITMUS(fork_batched) = {
	.name = "fork/batched",
	.asks = "does fork() settle what reclaim has unmapped and not flushed?",
	.source = "3ea277194daa, for fork()",
	.setup = map_memory,
	.warm = { touch, NULL },
	.cpu = { fork_then_store, reclaim_it },
	.finish = look_as_child,
	.regs = { "x" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the child has what was there before", 1),
		NEVER("the child sees what its parent stored later", 2),
	},
	.teeth = {
		TOOTH(FORK_SKIP_BATCHED, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FORK_SKIP_FLUSH, .needs = KEEPS_WRITE),
	},
};
