/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two entries name one swap slot, and both processes read it in.
 *
 *	CPU 0, the parent		CPU 1, the child
 *	store(x, 2)			r1 = load(x)
 *	r0 = load(x)			r2 = load(x)
 */
#include <tests/litmus.h>

static void fork_swapped(struct run *r)
{
	begin_child(r, r->mms[1]);
	map_swapped(r, r->x, 1);
	fork_mm(r, r->mm, r->mms[1]);
}

static void store_and_look(struct run *r)
{
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->x);
}

static void look_twice(struct run *r)
{
	become(r->mms[1]);
	r->reg[1] = load(r, r->x);
	r->reg[2] = load(r, r->x);
}

LITMUS(fork_swapped) = {
	.name = "fork/swapped",
	.asks = "is a page that was swapped out when its process forked each one's own to store to?",
	.source = "Linux, do_swap_page(): exclusive only if no other entry names the slot",
	.setup = fork_swapped,
	.cpu = { store_and_look, look_twice },
	.regs = { "0:x", "1:x", "1:again" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("each has its own", 2, 1, 1),
		NEVER("the child sees what its parent stored", 2, 2, 2),
		NEVER("the child's page changes under it", 2, 1, 2),
		NEVER("the parent's store is lost", 1, ANY, ANY),
	},
	.teeth = {
		TOOTH(SWAP_IN_IGNORES_OTHERS),
		TOOTH(COW_REUSES_SHARED),
	},
};
