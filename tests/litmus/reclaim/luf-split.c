/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A flush is deferred for the second page of a VMA.  munmap() of that page alone splits
 * the VMA: the new half must know what the whole one knew.
 *
 *	CPU 0
 *	r0 = load(x + 1 page)
 *	reclaim that page
 *	munmap(x + 1 page)
 *	mmap(x + 1 page, another file)
 *	r1 = load(x + 1 page)
 */
#include <tests/litmus.h>

static void map_two_pages(struct run *r)
{
	content(r, r->file[0], 1, OLD);
	content(r, r->file[1], 0, NEW);
	map_pages(r->mm, r->x, 2, VM_READ | VM_SHARED, r->file[0], 0);
}

static void split_and_remap(struct run *r)
{
	uintptr_t second = r->x + PAGE_SIZE;

	r->reg[0] = load(r, second);
	reclaim(r, r->file[0], 1, 1);
	unmap(r, second);
	map(r, second, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, second);
}

LITMUS(luf_split) = {
	.name = "reclaim/luf-split",
	.asks = "does a part of an area that is unmapped alone still have its deferred flush?",
	.source = "threads/001: a flag in the area; found in review of this kernel",
	.setup = map_two_pages,
	.cpu = { split_and_remap },
	.regs = { "0:before", "0:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the old page", OLD, OLD),
		SOMETIMES("read the new page", OLD, NEW),
	},
	.teeth = {
		TOOTH(SPLIT_FORGETS_LUF, .policies = ON_LUF, .tracks = TRACK_VMA,
		      .needs = KEEPS_UNMAPPED),
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
