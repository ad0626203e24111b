/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim clears the PTE of x and defers the flush; mprotect() takes all rights away,
 * finds no PTE to change, and returns.  Loads must fault from then on.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = load(x)
 *					mprotect(x, none)
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_it(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
}

static void read_protect_read(struct run *r)
{
	r->reg[0] = load(r, r->x);
	protect(r, r->x, 0);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_vs_mprotect) = {
	.name = "reclaim/luf-vs-mprotect",
	.asks = "once mprotect() took all rights away, does every load fault?",
	.source = "threads/000, point 1: changing the map that might be LUF'd",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_it, read_protect_read },
	.regs = { "1:before", "1:after" },
	.sees = { OLD },
	.outcomes = {
		NEVER("no right to read, yet read the page", OLD, OLD),
		SOMETIMES("faulted", OLD, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(MPROTECT_SKIP_MARKER, .policies = ON_LUF, .tracks = TRACK_PTE,
		      .needs = KEEPS_UNMAPPED),
	},
};
