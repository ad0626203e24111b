/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim frees a page whose flush LUF has deferred.  Fast GUP takes a reference before it finds
 * that the page is a file's, and may be the last to put one.  Even then the frame must not leave
 * the allocator before the flush.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		get x, fast: refused
 *	another owner takes frames	r0 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_and_occupy(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
}

static void get_and_load(struct run *r)
{
	struct page *page = try_get_page_fast(r, r->x, 0);

	put_page(page, 0);
	r->reg[0] = load(r, r->x);
}

LITMUS(gup_fast_luf) = {
	.name = "gup/fast-luf",
	.asks = "does a frame wait for its deferred flush, whoever puts it last?",
	.source = "threads/001 and threads/004: LUF beside references that come and go",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { reclaim_and_occupy, get_and_load },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page, old or read anew", OLD),
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
	},
	.teeth = {
		TOOTH(PUT_LUF_FORGETS_KEY, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
