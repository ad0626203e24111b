/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim has cleared the entry of x, and not flushed it yet, when clear_refs marks what is left
 * there.  CPU 1 may have a translation through which it stores to the old frame; reclaim would
 * write that store to the device, and nobody would learn of it.
 *
 *	CPU 0				CPU 1
 *	swap x and others out		clear_refs(x)
 *					store(x, 2)
 *					r0 = is x soft-dirty?
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
	clear_refs(r->mm, r->x, 1);
	(void)store(r, r->x, 2);
	r->reg[0] = soft_dirty(r->mm, r->x);
}

LITMUS(softdirty_batched) = {
	.name = "softdirty/batched",
	.asks = "does pagemap tell of a store though reclaim has yet to flush the page that it left?",
	.source = "catalogue: batched-reclaim-vs-mprotect, with clear_refs; threads/002",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { swap_all_out, clear_then_store },
	.regs = { "1:soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store was told", 1),
		NEVER("the store was not told", 0),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_BATCHED, .policies = ON_BATCH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
