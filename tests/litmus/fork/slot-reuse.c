/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent reads a page in that was swapped out when it forked, and swaps another out.
 *
 *	CPU 0, the parent		CPU 1, the child
 *	store(x, 2)			wait for y
 *	store(z, 3), swap out z		r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void fork_swapped(struct run *r)
{
	begin_child(r, r->mms[1]);
	map_swapped(r, r->x, 1);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	fork_mm(r, r->mm, r->mms[1]);
}

static void read_in_and_swap_out(struct run *r)
{
	(void)store(r, r->x, 2);
	(void)store(r, r->z, 3);
	swap_out(r, r->z);
	tell(&r->y);
}

static void wait_then_look(struct run *r)
{
	await(&r->y);
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
}

LITMUS(fork_slot_reuse) = {
	.name = "fork/slot-reuse",
	.asks = "does a swap slot stay in use as long as a child's entry names it?",
	.source = "Linux, copy_nonpresent_pte(): swap_duplicate()",
	.setup = fork_swapped,
	.cpu = { read_in_and_swap_out, wait_then_look },
	.regs = { "1:x" },
	.sees = { 1 },
	.outcomes = {
		SOMETIMES("the child has its page", 1),
		NEVER("the child has another page", 3),
	},
	.teeth = { TOOTH(FORK_SKIP_SLOT, .ends_boot = true) },
};
