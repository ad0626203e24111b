/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim unmaps a page, with the flush deferred, and then cannot have it: somebody
 * holds a reference for a moment.  The next attempt finds no mapping left, and so
 * nothing to flush; the page is freed and its frame passes to another owner.
 *
 *	CPU 0
 *	r0 = load(x)
 *	hold x's page
 *	reclaim it, in vain
 *	release it
 *	reclaim it
 *	allocate a frame, fill it
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void reclaim_held_then_free(struct run *r)
{
	struct page *page;

	r->reg[0] = load(r, r->x);
	page = hold_page(r, r->file[0], 0);
	reclaim(r, r->file[0], 0, 1);
	release_page(page);
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_aborted) = {
	.name = "reclaim/luf-aborted",
	.asks = "is a flush that was deferred for a page that stayed still made?",
	.source = "DESIGN: aborted unmaps; found in review of this kernel",
	.setup = map_file,
	.cpu = { reclaim_held_then_free },
	.regs = { "0:before", "0:after" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OLD, OTHER),
		NEVER("read a free frame", OLD, FREED),
		SOMETIMES("read the file", OLD, OLD),
	},
	.teeth = {
		TOOTH(ABORT_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
