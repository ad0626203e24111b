/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page moves to another frame while its process forks.
 *
 *	CPU 0, the parent		CPU 1
 *	fork()				migrate x
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

static void move_it(struct run *r)
{
	migrate(r, r->x);
}

static void look_as_child(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
	become(NULL);
}

LITMUS(fork_moving) = {
	.name = "fork/moving",
	.asks = "is a page that moves while its process forks there in both, and each one's own?",
	.source = "Linux, copy_nonpresent_pte(): writable migration entries",
	.setup = map_memory,
	.warm = { touch, NULL },
	.cpu = { fork_then_store, move_it },
	.finish = look_as_child,
	.regs = { "x" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the child has what was there before", 1),
		NEVER("the child sees what its parent stored later", 2),
		NEVER("the child has lost the page", FOREIGN),
	},
	.teeth = {
		TOOTH(FORK_SKIPS_MOVING),
		TOOTH(FORK_KEEPS_MOVING_WRITE),
		TOOTH(FORK_SKIP_BATCHED, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
