/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * There is but one key for deferred flushes.  Two pages are reclaimed, one that CPU 1 has
 * read and then one that CPU 0 has, so the key is given twice: the first page's frame must
 * not leave before CPU 1 has flushed.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	reclaim page 0			wait for y
 *	reclaim page 1			r0 = load(x)
 *	allocate both frames, fill them
 *	y = 1
 */
#include <tests/litmus.h>

static void map_both(struct run *r)
{
	few_luf_keys(1);
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, NEW);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[0], 1);
}

static void touch_in_mm1(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_both_then_reuse(struct run *r)
{
	become(r->mms[1]);
	reclaim(r, r->file[0], 0, 1);
	reclaim(r, r->file[0], 1, 1);
	occupy_frame(r, OTHER);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_key_wraps) = {
	.name = "reclaim/luf-key-wraps",
	.asks = "does a frame keep its deferred flush when the key of it is given again?",
	.source = "a review of LUF: a 16-bit key that wraps; DESIGN I7",
	.setup = map_both,
	.warm = { touch_in_mm1, touch },
	.cpu = { reclaim_both_then_reuse, wait_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(LUF_KEY_WRAPS, .policies = ON_LUF, .owners = OWNERS_ANY,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(ALLOC_SKIP_TAKEOFF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
