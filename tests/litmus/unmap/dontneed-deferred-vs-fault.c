/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As dontneed-vs-fault, but reclaim has taken x before, and CPU 2 may still read it through an
 * entry whose flush is deferred.  madvise() settles that at its end; a fault that maps a
 * page at x before then must know.
 *
 *	CPU 0				CPU 1			CPU 2
 *	swap x out			store(x, 2)		wait for y
 *	madvise(x, DONTNEED)		y = 1			r0 = load(x)
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_and_discard(struct run *r)
{
	swap_out(r, r->x);
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
}

static void store_then_tell(struct run *r)
{
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(dontneed_deferred_vs_fault) = {
	.name = "unmap/dontneed-deferred-vs-fault",
	.asks = "is a page that was reclaimed and then discarded never seen beside the one in its place?",
	.source = "Linux, mm_tlb_flush_pending(); threads/001, a flush deferred past madvise()",
	.setup = map_clean,
	.warm = { NULL, NULL, touch },
	.cpu = { swap_out_and_discard, store_then_tell, wait_then_load },
	.regs = { "2:x" },
	.sees = { 1, 2, FRESH },
	.outcomes = {
		NEVER("told of the store, yet read what was there before", 1),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the store", 2),
		SOMETIMES("the store was discarded", FRESH),
	},
	.teeth = {
		TOOTH(GATHER_PENDING_EARLY, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
