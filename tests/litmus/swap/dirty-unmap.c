/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/dirty-unmap-io-before-flush, for anonymous memory: a store through a stale
 * translation, made after swap has its copy, would be lost.
 *
 *	CPU 0				CPU 1
 *	swap out x			r0 = store(x, 2)
 *	finally: r1 = load(x)
 */
#include <tests/litmus.h>

/* The others are written after it: the longer until the flush that comes too late. */
#define PAGES 8

static void map_x(struct run *r)
{
	for (unsigned int i = 0; i < window_pages(PAGES); i++)
		map_swapped(r, r->x + i * PAGE_SIZE, 1);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void dirty_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)store(r, r->x + i * PAGE_SIZE, 1);
}

static void swap_it_out(struct run *r)
{
	swap_out_pages(r, r->x, window_pages(PAGES));
}

static void store_again(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void read_back(struct run *r)
{
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
}

LITMUS(dirty_unmap) = {
	.name = "swap/dirty-unmap",
	.asks = "does a store survive the swapping out of its page, if it did not fault?",
	.source = "d950c9477d51 (Gorman 2015): defer flush of writable TLB entries",
	.setup = map_x,
	.warm = { dirty_others, dirty_x },
	.cpu = { swap_it_out, store_again },
	.finish = read_back,
	.regs = { "1:x", "x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("the store is lost", DONE, 1),
		SOMETIMES("the store is there", DONE, 2),
	},
	.teeth = {
		TOOTH(RECLAIM_SKIP_DIRTY_FLUSH, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(LUF_IGNORES_WRITABLE, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
