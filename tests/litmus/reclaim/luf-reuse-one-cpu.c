/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * free-vs-reader on a single CPU, where nothing is left to chance: it reads a page,
 * reclaims it, and lets another owner have the frame.
 *
 *	CPU 0
 *	r0 = load(x)
 *	reclaim x's page
 *	allocate a frame, fill it
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void read_reclaim_reuse_read(struct run *r)
{
	r->reg[0] = load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_reuse_one_cpu) = {
	.name = "reclaim/luf-reuse-one-cpu",
	.asks = "is a reclaimed frame out of its last reader's reach when it is filled anew?",
	.source = "threads/001, invariant I1, on one CPU",
	.setup = map_file,
	.cpu = { read_reclaim_reuse_read },
	.regs = { "0:before", "0:after" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OLD, OTHER),
		NEVER("read a free frame", OLD, FREED),
		SOMETIMES("read the file", OLD, OLD),
	},
	.teeth = {
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(OWNER_SKIP_FLUSH, .policies = ON_LUF, .owners = OWNERS_SAME,
		      .needs = KEEPS_UNMAPPED),
		TOOTH(FREE_FORGETS_LUF_KEY, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(RECLAIM_SKIP_BATCH_FLUSH, .policies = ON_BATCH, .needs = KEEPS_UNMAPPED),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER, .needs = KEEPS_UNMAPPED),
	},
};
