/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms see a page of a file in two frames, one after the other, and both are reclaimed with
 * their flushes deferred.  The newer one is settled, and takes the page that is read anew; the
 * older one may still be read.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	reclaim the page, and another	wait for y
 *	load(x)				r1 = load(x)
 *	reclaim it again
 *	the device changes
 *	r0 = read(file)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_in_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[0], 0);
	content(r, r->file[0], 1, OTHER);
	map_pages(r->mms[1], r->z, 1, VM_READ | VM_SHARED, r->file[0], 1);
}

static void touch_other_in_mm1(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->z);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void leave_two_frames(struct run *r)
{
	become(r->mms[1]);
	reclaim(r, r->file[0], 0, 1);
	/* So that the next page gets this one's frame, not the one that CPU 1 still reads. */
	reclaim(r, r->file[0], 1, 1);
	(void)load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	change_device(r, r->file[0], 0, NEW);
	r->reg[0] = read_content(r, r->file[0], 0);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[1] = load(r, r->x);
}

LITMUS(refill_vs_two_frames) = {
	.name = "pairs/refill-vs-two-frames",
	.asks = "is every copy of a page settled before another content takes its place?",
	.source = "a review of this kernel: the newest copy is not the only one",
	.setup = map_in_both,
	.warm = { touch_other_in_mm1, touch },
	.cpu = { leave_two_frames, wait_then_load },
	.regs = { "0:read", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("both read the new content", NEW, NEW),
		NEVER("told of the new content, yet read the oldest page", NEW, OLD),
	},
	.teeth = {
		TOOTH(REFILL_KNOWS_NEWEST, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
