/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two flushes are owed to CPU 1: one of x, which is deferred, and one of z, which
 * comes first.  If CPU 1 answered it by invalidating z alone and called itself up to
 * date, the flush of x would later be taken for done.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = load(x)
 *	munmap(z)			until it is not the file's
 *	allocate a frame, fill it	wait for y, r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

#define LOOKS 24

static void map_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
}

static void touch_both(struct run *r)
{
	(void)load(r, r->z);
	(void)load(r, r->x);
}

static void reclaim_unmap_reuse(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	unmap(r, r->z);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, OLD, (unsigned int)window_pages(LOOKS));
}

LITMUS(gen_gap) = {
	.name = "tlb/gen-gap",
	.asks = "does a flush of one page leave no earlier flush undone?",
	.source = "Linux, flush_tlb_func(); catalogue: pcid-partial-flush-gen-gap",
	.setup = map_both,
	.warm = { NULL, touch_both },
	.cpu = { reclaim_unmap_reuse, keep_reading },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(PARTIAL_FLUSH_IGNORES_GAP, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
