/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of a file is mapped by two mms that run on two CPUs.  When it is reclaimed, the
 * flush is owed to the CPUs of both.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	reclaim the page		repeat: r0 = load(x)
 *	allocate a frame, fill it	until it is not the file's
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 8

static void map_in_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_SHARED, r->file[0], 0);
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

static void reclaim_and_reuse(struct run *r)
{
	become(r->mms[1]);
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, OLD, (unsigned int)window_pages(LOOKS));
}

LITMUS(two_mms) = {
	.name = "reclaim/two-mms",
	.asks = "is a page that several mms map flushed for all of them?",
	.source = "XSA-217; catalogue: page-transfer-foreign-tlb",
	.setup = map_in_both,
	.warm = { touch_in_mm1, touch },
	.cpu = { reclaim_and_reuse, keep_reading },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(UNMAP_KEEPS_LAST_MM, .policies = ON_BATCH | ON_LUF, .owners = OWNERS_ANY,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
