/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim gives up on a page, whose flush is owed to CPU 1 from then on.  Next time it
 * finds a mapping of CPU 0's alone; when the frame passes on, both must have flushed.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	read(file), hold its page	wait for y
 *	reclaim it, in vain		r0 = load(x)
 *	release it, load(x)
 *	reclaim it
 *	allocate a frame, fill it
 *	y = 1
 */
#include <tests/litmus.h>

static void map_in_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_in_vain_then_again(struct run *r)
{
	struct page *page;

	become(r->mms[1]);
	(void)read_content(r, r->file[0], 0);
	page = hold_page(r, r->file[0], 0);
	reclaim(r, r->file[0], 0, 1);
	release_page(page);
	(void)load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void await_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_aborted_twice) = {
	.name = "reclaim/luf-aborted-twice",
	.asks = "does a page that stayed owe its flush to all that it was ever taken from?",
	.source = "DESIGN: I7, merging keys",
	.setup = map_in_both,
	.warm = { NULL, touch },
	.cpu = { reclaim_in_vain_then_again, await_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(MERGE_FORGETS_KEY, .policies = ON_LUF, .owners = OWNERS_ANY,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
