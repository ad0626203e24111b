/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is on its way to a swap slot, which has its older content yet, when it is given up.
 *
 *	CPU 0				CPU 1
 *	store(x, 2)			wait for y
 *	y = 1				madvise(x, FREE)
 *	swap out x
 *	finally: r0 = what x shows
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void store_and_swap_out(struct run *r)
{
	(void)store(r, r->x, 2);
	tell(&r->y);
	swap_out(r, r->x);
}

static void give_up(struct run *r)
{
	await(&r->y);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
}

static void look(struct run *r)
{
	populate(r, r->x);
	r->reg[0] = mapped_content(r, r->x);
}

LITMUS(madv_free_vs_swap_out) = {
	.name = "pairs/madv-free-vs-swap-out",
	.asks = "is a page that was given up what it was, or nothing, though it was swapped out?",
	.source = "Linux, madvise_free_pte_range(): folio_trylock()",
	.setup = map_memory,
	.cpu = { store_and_swap_out, give_up },
	.finish = look,
	.regs = { "x" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("it is what it was", 2),
		NEVER("it is what the slot had before", 1),
	},
	.teeth = { TOOTH(LAZYFREE_SKIP_PAGE_LOCK) },
};
