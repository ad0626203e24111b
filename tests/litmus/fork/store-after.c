/* SPDX-License-Identifier: BSD-2-Clause */
/*
 *	CPU 0				CPU 1
 *	fork()				wait for y
 *	y = 1				store(x, 2)
 *	wait for w			w = 1
 *	as the child: r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void fork_then_look(struct run *r)
{
	(void)store(r, r->x, 1);
	fork_mm(r, r->mm, r->mms[1]);
	tell(&r->y);
	await(&r->w);
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
}

static void store_after(struct run *r)
{
	await(&r->y);
	(void)store(r, r->x, 2);
	tell(&r->w);
}

LITMUS(fork_store_after) = {
	.name = "fork/store-after",
	.asks = "does a child never see what its parent stores after fork() has returned?",
	.source = "catalogue: fork-wp-deferred-flush",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { fork_then_look, store_after },
	.regs = { "0:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the child has what was there before", 1),
		NEVER("the child sees what its parent stored later", 2),
	},
	.teeth = {
		TOOTH(FORK_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(FORK_KEEPS_EXCLUSIVE),
		TOOTH(COW_REUSES_SHARED),
	},
};
