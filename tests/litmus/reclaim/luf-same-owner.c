/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A frame with its flush deferred goes to another page of the same file, for which
 * luf_owner=same trusts LUF's books: they must be asked.
 *
 *	CPU 0
 *	r0 = load(x)
 *	reclaim x's page
 *	load(z), of another page of the file
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_two_pages(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, NEW);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_SHARED, r->file[0], 1);
}

static void read_reclaim_read_both(struct run *r)
{
	r->reg[0] = load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	(void)load(r, r->z);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_same_owner) = {
	.name = "reclaim/luf-same-owner",
	.asks = "is a frame flushed too before another page of the same file gets it?",
	.source = "reviews of LUF: reuse within a security domain; invariant I1",
	.setup = map_two_pages,
	.cpu = { read_reclaim_read_both },
	.regs = { "0:before", "0:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("read another page of the file", OLD, NEW),
		NEVER("read a free frame", OLD, FREED),
		SOMETIMES("read the page", OLD, OLD),
	},
	.teeth = {
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
