/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is given up, then stored to.  It is swapped out, but a fault is faster than reclaim: the
 * page stays, as its slot has it, and the slot is forgotten.
 *
 *	CPU 0				CPU 1
 *	store(x, 2)			wait for y
 *	y = 1				r0 = load(x)
 *	swap out x
 *	finally: drop what is lazily freeable, r1 = what x shows
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
}

static void store_and_swap_out(struct run *r)
{
	(void)store(r, r->x, 2);
	tell(&r->y);
	swap_out(r, r->x);
}

static void read_in(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

static void look(struct run *r)
{
	reclaim_lazyfree(r->mm, r->x, 1);
	populate(r, r->x);
	r->reg[1] = mapped_content(r, r->x);
}

LITMUS(lazyfree_vs_swap_out) = {
	.name = "pairs/lazyfree-vs-swap-out",
	.asks = "does a store after MADV_FREE survive a swap-out that is cut short?",
	.source = "Linux, folio_free_swap(): a folio that leaves the swap cache is dirty",
	.setup = map_memory,
	.cpu = { store_and_swap_out, read_in },
	.finish = look,
	.regs = { "1:x", "x" },
	.sees = { FRESH, 2 },
	.outcomes = {
		SOMETIMES("the store is there", 2, 2),
		NEVER("the store is lost", 2, FRESH),
	},
	.teeth = { TOOTH(SWAP_LEAVES_CLEAN) },
};
