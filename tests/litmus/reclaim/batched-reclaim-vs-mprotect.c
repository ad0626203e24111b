/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A dirty page of a shared mapping is reclaimed: its PTE is cleared, the flush waits
 * for the end of the batch.  In between mprotect() makes the range read-only, finds no
 * PTE, and returns.  No store may succeed after that.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page and others	mprotect(x, read)
 *					r0 = store(x, 2)
 */
#include <tests/litmus.h>

/* So many pages are in the batch, to keep it open for a while. */
#define PAGES 8

static void map_shared(struct run *r)
{
	for (unsigned int i = 0; i < window_pages(PAGES); i++)
		content(r, r->file[0], i, OLD);
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void read_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void reclaim_all(struct run *r)
{
	reclaim(r, r->file[0], 0, window_pages(PAGES));
}

static void protect_then_store(struct run *r)
{
	protect(r, r->x, VM_READ);
	r->reg[0] = store(r, r->x, 2);
}

LITMUS(batched_reclaim_vs_mprotect) = {
	.name = "reclaim/batched-reclaim-vs-mprotect",
	.asks = "once mprotect() made a page read-only, does every store fault?",
	.source = "3ea277194daa (Linux 2017): mprotect racing with a parallel reclaim",
	.setup = map_shared,
	.warm = { read_others, dirty_x },
	.cpu = { reclaim_all, protect_then_store },
	.regs = { "1:x" },
	.sees = { FAULT },
	.outcomes = {
		NEVER("read-only, yet stored", DONE),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_BATCHED, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_WRITE),
	},
};
