/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As unmap/invalidate-mapped, but the page was reclaimed before, with its flush deferred:
 * it is neither mapped nor cached, and may still be read.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	the device changes		        r1 = load(x)
 *	invalidate(file)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_change_invalidate(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	change_device(r, r->file[0], 0, NEW);
	invalidate(r, r->file[0], 0);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(blkdev_change_invalidate) = {
	.name = "reclaim/blkdev-change-invalidate",
	.asks = "does an invalidation reach pages that reclaim has taken already?",
	.source = "threads/000: block devices that change content without a write",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_change_invalidate, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, OLD),
		SOMETIMES("heard, and read the new content", 1, NEW),
		SOMETIMES("read before the invalidation", 0, OLD),
		SOMETIMES("read the new content before hearing", 0, NEW),
	},
	.teeth = {
		TOOTH(INVALIDATE_SKIP_LUF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
