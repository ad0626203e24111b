/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fault reads a swap slot.  Meanwhile a sibling faults too, stores to the page, and it
 * is swapped out again, into the slot that has just become free: the PTE is as before,
 * and what the first fault has read is not.
 *
 *	CPU 0				CPU 1
 *	r0 = load(x)			store(x, 2)
 *					swap out x
 *	finally: r1 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map_swapped(r, r->x, 1);
}

static void read_in(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void store_and_swap_out(struct run *r)
{
	(void)store(r, r->x, 2);
	swap_out(r, r->x);
}

static void read_back(struct run *r)
{
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
}

LITMUS(swap_slot_reuse_skip_cache) = {
	.name = "reclaim/swap-slot-reuse-skip-cache",
	.asks = "is what a fault maps in the slot still, when it is mapped?",
	.source = "CVE-2024-26759, 13ddaf26be32: mm/swap, race when skipping the swap cache",
	.setup = map_x,
	.cpu = { read_in, store_and_swap_out },
	.finish = read_back,
	.regs = { "0:x", "x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("a store is lost: what was swapped in before it is back", ANY, 1),
		SOMETIMES("read before the store", 1, 2),
		SOMETIMES("read after it", 2, 2),
	},
	.teeth = {
		TOOTH(SWAP_SKIP_CACHE),
	},
};
