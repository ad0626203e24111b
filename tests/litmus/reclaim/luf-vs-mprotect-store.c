/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mprotect() takes the right to write from a dirty page; its flush comes with the whole
 * range's.  Reclaim meets the PTE in between: it is read-only, but a CPU may still
 * store through what it has.  Were its flush deferred, that store would go to a frame
 * that is free.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		mprotect(x and 47 pages more, read)
 *	r0 = store(x, 2)
 *	finally: r1 = what read() finds
 */
#include <tests/litmus.h>

#define PAGES 48

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
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

static void reclaim_then_store(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[0] = store(r, r->x, 2);
}

static void protect_range(struct run *r)
{
	protect_pages(r->mm, r->x, window_pages(PAGES), VM_READ);
}

static void read_file(struct run *r)
{
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(luf_vs_mprotect_store) = {
	.name = "reclaim/luf-vs-mprotect-store",
	.asks = "does a store survive reclaim while mprotect() takes the right to it away?",
	.source = "Linux, try_to_unmap; found in review of this kernel",
	.setup = map_shared,
	.warm = { dirty_x, read_others },
	.cpu = { reclaim_then_store, protect_range },
	.finish = read_file,
	.regs = { "0:x", "file" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
		SOMETIMES("the store faulted", FAULT, 1),
		SOMETIMES("the store faulted, and nobody had stored before", FAULT, OLD),
	},
	.teeth = {
		TOOTH(UNMAP_IGNORES_PENDING, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_WRITE),
	},
};
