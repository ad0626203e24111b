/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim has cleared the entry of a page, and not flushed it yet, when CPU 1 wants to know
 * of stores to it.  There is no entry left to protect; yet the next store must be noticed:
 * it faults.
 *
 *	CPU 0				CPU 1
 *	swap x and others out		clear_refs(x)
 *					store(x, 2)
 *					r0 = did it fault?
 */
#include <tests/litmus.h>

#define PAGES 16

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void swap_all_out(struct run *r)
{
	swap_out_pages(r, r->x, window_pages(PAGES));
}

static void clear_then_store(struct run *r)
{
	uint64_t before;

	clear_refs(r->mm, r->x, 1);
	before = faults_taken();
	(void)store(r, r->x, 2);
	r->reg[0] = faults_taken() != before;
}

LITMUS(clear_refs_vs_reclaim) = {
	.name = "mprotect/clear-refs-vs-reclaim",
	.asks = "once clear_refs returns, is a store noticed though reclaim came first?",
	.source = "found by deleting: a gather that clears nothing; catalogue: batched-reclaim-vs-mprotect",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { swap_all_out, clear_then_store },
	.regs = { "1:faulted" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("the store went unnoticed", 0),
		SOMETIMES("the store was noticed", 1),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_BATCHED, .policies = ON_BATCH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
