/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim unmaps a page, with the flush deferred, and then cannot have it: somebody
 * holds a reference for a moment.  The next attempt finds no mapping left, and so
 * nothing to flush; the page is freed and its frame passes to another owner.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		fsync(file), holding the page
 *	reclaim x's page		repeat: r0 = load(x)
 *	allocate a frame, fill it	until it is not the file's
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 4

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_twice_and_reuse(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void hold_then_read(struct run *r)
{
	sync_file(r, r->file[0]);
	for (unsigned int i = 0; i < LOOKS; i++) {
		r->reg[0] = load(r, r->x);
		if (r->reg[0] != OLD)
			return;
	}
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_aborted) = {
	.name = "reclaim/luf-aborted",
	.asks = "is a flush that was deferred for a page that stayed still made?",
	.source = "DESIGN: aborted unmaps; found in review of this kernel",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_twice_and_reuse, hold_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(ABORT_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
