/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One CPU.  x is given up, then stored to, so it has content again.  KSM clears D to compare it,
 * and finds it different.  Then reclaim drops lazily freeable pages.
 */
#include <tests/litmus.h>

static struct page *stable;

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	stable = stable_page(r->mm, r->x);
}

static void free_store_ksm_reclaim(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	(void)store(r, r->x, 2);
	(void)ksm(r->mm, r->x, stable);
	reclaim_lazyfree(r->mm, r->x, 1);
	r->reg[0] = load(r, r->x);
}

static void drop(struct run *r)
{
	(void)r;
	release_page(stable);
}

LITMUS(lazyfree_ksm) = {
	.name = "pairs/lazyfree-ksm",
	.asks = "does a store after MADV_FREE survive KSM and reclaim?",
	.source = "Linux, lazily freeable pages that were dirtied by other means than the PTE",
	.setup = map_memory,
	.cpu = { free_store_ksm_reclaim },
	.finish = drop,
	.regs = { "0:x" },
	.sees = { FRESH, 2 },
	.outcomes = {
		SOMETIMES("the store is there", 2),
		NEVER("the store is lost", FRESH),
	},
	.teeth = { TOOTH(LAZYFREE_ASKS_ENTRY_ALONE) },
};
