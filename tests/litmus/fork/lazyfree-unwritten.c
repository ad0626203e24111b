/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device takes no page, so one that two processes share stays in the swap cache with what
 * they stored.  One of them reads it in and gives it up; for the other it is the only copy.
 *
 *	CPU 0
 *	as the parent: swap out x, which fails; load(x), madvise(FREE) x, swap out x
 *	as the child: r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void give_up_unwritten(struct run *r)
{
	(void)store(r, r->x, 1);
	fork_mm(r, r->mm, r->mms[1]);
	fail_writes();
	swap_out(r, r->x);
	heal();
	(void)load(r, r->x);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	swap_out(r, r->x);
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
}

LITMUS(fork_lazyfree_unwritten) = {
	.name = "fork/lazyfree-unwritten",
	.asks = "is a page given up by one process still written for another that swapped it out?",
	.source = "Linux, madvise_free_pte_range(): folio_free_swap() first",
	.setup = map_memory,
	.cpu = { give_up_unwritten },
	.regs = { "0:x" },
	.sees = { 1 },
	.outcomes = {
		SOMETIMES("the child has its page", 1),
		NEVER("the child has lost its page", FOREIGN),
	},
	.teeth = { TOOTH(LAZYFREE_IGNORES_SLOT) },
};
