/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two CPUs map something at once, each in an mm of its own: each takes a new VMA.
 *
 *	CPU 0				CPU 1, in mm 1
 *	map file 0 at x			map file 1 at x
 *	r0 = load(x)			r1 = load(x)
 */
#include <tests/litmus.h>

static void make_files(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, OTHER);
}

static void map_first(struct run *r)
{
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	r->reg[0] = load(r, r->x);
}

static void map_second(struct run *r)
{
	become(r->mms[1]);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, r->x);
}

LITMUS(maps_at_once) = {
	.name = "unmap/maps-at-once",
	.asks = "do two CPUs that map something at once get two areas?",
	.source = "found by breaking checks by hand",
	.setup = make_files,
	.cpu = { map_first, map_second },
	.regs = { "0:x", "1:x" },
	.sees = { OLD, OTHER },
	.outcomes = {
		SOMETIMES("each has what it mapped", OLD, OTHER),
		NEVER("one has what another mapped", ANY, ANY),
	},
	.teeth = { TOOTH(POOL_SKIP_LOCK, .ends_boot = true) },
};
