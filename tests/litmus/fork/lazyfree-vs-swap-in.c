/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page that is swapped out has been read in by the parent, which gives it up while the child
 * reads it in, too.  The child has not given it up.
 *
 *	CPU 0, the parent		CPU 1, the child
 *	madvise(FREE) x			load(x)
 *	unmap x
 *
 *	reclaim lazily freeable pages of the child
 *	as the child: x = load(x)
 */
#include <tests/litmus.h>

static void fork_swapped(struct run *r)
{
	begin_child(r, r->mms[1]);
	map_swapped(r, r->x, 1);
	fork_mm(r, r->mm, r->mms[1]);
	populate(r, r->x);
}

static void give_up_and_unmap(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	unmap(r, r->x);
}

static void read_in(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->x);
}

static void drop_and_look(struct run *r)
{
	reclaim_lazyfree(r->mms[1], r->x, 1);
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
}

LITMUS(fork_lazyfree_vs_swap_in) = {
	.name = "fork/lazyfree-vs-swap-in",
	.asks = "is a page that one process gives up kept for another, which reads it in just then?",
	.source = "Linux, madvise_free_pte_range(): mapcount is asked again under the folio lock",
	.setup = fork_swapped,
	.cpu = { give_up_and_unmap, read_in },
	.finish = drop_and_look,
	.regs = { "x" },
	.sees = { 1 },
	.outcomes = {
		SOMETIMES("the child has its page", 1),
		NEVER("the child has lost its page", FOREIGN),
	},
	.teeth = { TOOTH(LAZYFREE_SKIP_PAGE_LOCK) },
};
