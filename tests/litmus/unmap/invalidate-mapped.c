/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The device changes by itself; CPU 0 drops the page that x maps from the cache, and
 * says so.  Whoever has heard must read what the device has now.
 *
 *	CPU 0				CPU 1
 *	the device changes		repeat: r0 = y
 *	invalidate(file)		        r1 = load(x)
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

static void change_then_invalidate(struct run *r)
{
	change_device(r, r->file[0], 0, NEW);
	invalidate(r, r->file[0], 0);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(invalidate_mapped) = {
	.name = "unmap/invalidate-mapped",
	.asks = "once a page was invalidated, does every mapping show what the device has?",
	.source = "threads/000: block devices that change content without a write",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { change_then_invalidate, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, OLD),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("heard, and read the new content", 1, NEW),
		SOMETIMES("read before the invalidation", 0, OLD),
		SOMETIMES("read the new content before hearing", 0, NEW),
	},
	.teeth = {
		TOOTH(INVALIDATE_SKIP_LUF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(RECLAIM_SKIP_BATCH_FLUSH, .policies = ON_BATCH,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(EAGER_SKIP_FLUSH, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
