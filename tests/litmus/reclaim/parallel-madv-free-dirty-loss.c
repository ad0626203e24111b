/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two CPUs give the same page up.  The first clears D, and has not flushed yet; the second
 * finds D clear, and nothing to flush.  When its call has returned, a store must set D
 * again, or reclaim takes the page for clean and drops the store with it.  If D was still
 * set when CPU 1 began, CPU 0 may have come after the store: then the store was given up.
 *
 *	CPU 0				CPU 1
 *	madvise(x and others, FREE)	r0 = D of x's PTE
 *					madvise(x, FREE)
 *					r1 = store(x, 2)
 *					reclaim what is lazily freeable
 *					r2 = load(x)
 */
#include <arch/pte.h>
#include <tests/litmus.h>

#define PAGES 48

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)store(r, r->x + i * PAGE_SIZE, 1);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void free_all(struct run *r)
{
	advise_pages(r->mm, r->x, window_pages(PAGES), MADV_FREE);
}

static void free_store_reclaim_load(struct run *r)
{
	r->reg[0] = pte_has(r, r->x, PTE_DIRTY);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	r->reg[1] = store(r, r->x, 2);
	reclaim_lazyfree(r->mm, r->x, 1);
	r->reg[2] = load(r, r->x);
}

LITMUS(parallel_madv_free_dirty_loss) = {
	.name = "reclaim/parallel-madv-free-dirty-loss",
	.asks = "once madvise(FREE) returns, does every store keep its page?",
	.source = "99baac21e458 (Kim, Gorman, Amit 2017): fix MADV_[FREE|DONTNEED] TLB flush miss",
	.setup = map_memory,
	.warm = { touch_others, touch },
	.cpu = { free_all, free_store_reclaim_load },
	.regs = { "1:dirty", "1:store", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("the store is lost with its page", 0, DONE, FRESH),
		SOMETIMES("the store is there", 0, DONE, 2),
		SOMETIMES("the store is there, the first to give the page up", 1, DONE, 2),
		SOMETIMES("the store was given up", 1, DONE, FRESH),
		NEVER("read the page after it was freed", 1, DONE, FREED),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_NESTED, .needs = KEEPS_DIRTY | KEEPS_REMOTE),
		TOOTH(MADV_FREE_SKIP_FLUSH, .needs = KEEPS_DIRTY),
		TOOTH(NEEDS_FLUSH_IGNORES_D, .needs = KEEPS_DIRTY),
		TOOTH(LAZYFREE_IGNORES_DIRTY),
	},
};
