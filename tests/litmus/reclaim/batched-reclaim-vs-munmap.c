/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As batched-reclaim-vs-mprotect, with munmap() and a new mapping at the same place:
 * it must show its own file.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page and others	munmap(x)
 *					mmap(x, another file)
 *					r0 = load(x)
 */
#include <tests/litmus.h>

#define PAGES 8

static void map_shared(struct run *r)
{
	for (unsigned int i = 0; i < window_pages(PAGES); i++)
		content(r, r->file[0], i, OLD);
	content(r, r->file[1], 0, NEW);
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

static void remap_then_read(struct run *r)
{
	unmap(r, r->x);
	map(r, r->x, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[0] = load(r, r->x);
}

LITMUS(batched_reclaim_vs_munmap) = {
	.name = "reclaim/batched-reclaim-vs-munmap",
	.asks = "once mmap() returns, is a page that reclaim is still flushing unreachable?",
	.source = "3ea277194daa (Linux 2017), for munmap",
	.setup = map_shared,
	.warm = { read_others, dirty_x },
	.cpu = { reclaim_all, remap_then_read },
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the store to the old page", 1),
		NEVER("mapped anew, yet read the old page", OLD),
		SOMETIMES("read the new page", NEW),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_BATCHED, .policies = ON_BATCH | ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
