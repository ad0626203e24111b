/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As luf-one-cpu, but so many flushes were deferred before that the next tick does not fit
 * into the marker that reclaim leaves: its low bits are 0, which looks like long ago.
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
	use_up_ticks();
}

static void read_reclaim_remap_read(struct run *r)
{
	r->reg[0] = load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	unmap(r, r->x);
	map(r, r->x, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_marker_wraps) = {
	.name = "reclaim/luf-marker-wraps",
	.asks = "is a deferred flush made whose tick has more bits than its marker?",
	.source = "threads/000: PTE markers; here they have 40 bits for a tick",
	.setup = map_old_file,
	.cpu = { read_reclaim_remap_read },
	.regs = { "0:before", "0:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the old page", OLD, OLD),
		SOMETIMES("read the new page", OLD, NEW),
	},
	.teeth = {
		TOOTH(MARKER_TICK_WRAPS, .policies = ON_LUF, .tracks = TRACK_PTE,
		      .needs = KEEPS_UNMAPPED),
	},
};
