/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * KSM has compared x with a stable page.  Before it replaces x, x is stored to, swapped out
 * and read in again, perhaps to the same frame.
 *
 *	CPU 0				CPU 1
 *	merge x				store(x, 2)
 *					swap out x
 *					load(x)
 *	finally: r0 = what x shows
 */
#include <tests/litmus.h>

static struct page *stable;

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	stable = stable_page(r->mm, r->x);
}

static void merge_x(struct run *r)
{
	(void)ksm(r->mm, r->x, stable);
}

static void store_swap_load(struct run *r)
{
	(void)store(r, r->x, 2);
	swap_out(r, r->x);
	r->reg[0] = load(r, r->x);
}

static void look(struct run *r)
{
	populate(r, r->x);
	r->reg[1] = mapped_content(r, r->x);
	release_page(stable);
}

LITMUS(ksm_vs_swap) = {
	.name = "pairs/ksm-vs-swap",
	.asks = "does a store survive the merge of its page, though that was swapped out and in?",
	.source = "KSM and pte_same(): the same entry is not the same page",
	.setup = map_memory,
	.cpu = { merge_x, store_swap_load },
	.finish = look,
	.regs = { "1:x", "x" },
	.sees = { FRESH, 2 },
	.outcomes = {
		SOMETIMES("the store is there", 2, 2),
		NEVER("the store is lost at once", FRESH, ANY),
		NEVER("the store is lost", ANY, FRESH),
	},
	.teeth = { TOOTH(KSM_UNLOCKS_TO_COMPARE) },
};
