/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * luf-munmap-mmap-stale-ro on a single CPU, where nothing is left to chance: it reads
 * a page, reclaims it, and maps another file at the same place.
 *
 *	CPU 0
 *	r0 = load(x)
 *	reclaim x's page
 *	munmap(x)
 *	mmap(x, another file)
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_old_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, NEW);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void read_reclaim_remap_read(struct run *r)
{
	r->reg[0] = load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	unmap(r, r->x);
	map(r, r->x, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_one_cpu) = {
	.name = "reclaim/luf-one-cpu",
	.asks = "does a CPU that reclaims, unmaps and maps anew see the new page itself?",
	.source = "threads/001 (Hansen, Park 2024), on one CPU",
	.setup = map_old_file,
	.cpu = { read_reclaim_remap_read },
	.regs = { "0:before", "0:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the old page", OLD, OLD),
		SOMETIMES("read the new page", OLD, NEW),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(LUF_TRACKS_NOTHING, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(ZAP_SKIP_MARKER, .policies = ON_LUF, .tracks = TRACK_PTE,
		      .needs = KEEPS_UNMAPPED),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER, .needs = KEEPS_UNMAPPED),
	},
};
