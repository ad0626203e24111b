/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * There is no frame for the child's tables.
 *
 *	CPU 0
 *	r0 = fork(), with no frame free
 *	r1 = load(x), r2 = store(x, 2)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void fork_without_frames(struct run *r)
{
	(void)store(r, r->x, 1);
	use_up_frames();
	r->reg[0] = try_fork_mm(r, r->mm, r->mms[1]);
	heal();
	r->reg[1] = load(r, r->x);
	r->reg[2] = store(r, r->x, 2);
}

LITMUS(fork_out_of_frames) = {
	.name = "error/fork-out-of-frames",
	.asks = "does fork() say that memory is out, and leave the parent what it has?",
	.source = "a review of this kernel",
	.setup = map_memory,
	.cpu = { fork_without_frames },
	.regs = { "0:fork", "0:x", "0:store" },
	.sees = { 1 },
	.outcomes = {
		SOMETIMES("it failed, and the parent goes on", E_NOMEM, 1, DONE),
		NEVER("half a child was made", DONE, ANY, ANY),
	},
	.teeth = { TOOTH(FORK_LOSES_ERROR) },
};
