/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Another CPU is in the midst of madvise(x, FREE): it has cleared D of x's PTE.  CPU 0
 * clears W.  Neither has flushed.  CPU 1 finds x read-only and clean, and like a stable
 * page, and merges the two: a store of CPU 2, through what it has, must not be lost.
 *
 *	CPU 0			CPU 1			CPU 2
 *	clear_refs(x)		merge x			r0 = store(x, 2)
 *	finally: r1 = what x shows
 */
#include <tests/litmus.h>

static struct page *stable;

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	stable = stable_page(r->mm, r->x);
}

/* What CPU 2 then has is dirty. */
static void touch_then_give_up(struct run *r)
{
	(void)load(r, r->x);
	begin_madvise_free(r->mm, r->x);
}

static void clear_x(struct run *r)
{
	clear_refs(r->mm, r->x, 1);
}

static void merge_x(struct run *r)
{
	(void)ksm(r->mm, r->x, stable);
}

static void store_x(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void look(struct run *r)
{
	r->reg[1] = mapped_content(r, r->x);
	end_madvise_free();
	release_page(stable);
}

LITMUS(ksm_merge_stale_write) = {
	.name = "reclaim/ksm-merge-stale-write",
	.asks = "does a store survive the merge of its page, whatever others have yet to flush?",
	.source = "b3a81d0841a9 (Amit, Kim 2017): fix KSM data corruption",
	.setup = map_memory,
	.warm = { NULL, NULL, touch_then_give_up },
	.cpu = { clear_x, merge_x, store_x },
	.finish = look,
	.regs = { "2:store", "x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store is there", DONE, 2),
		NEVER("the store is lost", DONE, FRESH),
	},
	.teeth = {
		TOOTH(KSM_IGNORES_PENDING, .needs = KEEPS_WRITE | KEEPS_DIRTY | KEEPS_REMOTE),
	},
};
