/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x's page is reclaimed, its flush deferred, and then the block device changes under it: no
 * write() tells of that, and nobody has asked for an invalidation.  So the call that reads the
 * new content in must flush the CPUs that may still see the old page.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		wait for y
 *	the device changes		r1 = load(x)
 *	r0 = read(file)
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

static void reclaim_change_read(struct run *r)
{
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

LITMUS(reclaim_vs_device_change) = {
	.name = "pairs/reclaim-vs-device-change",
	.asks = "once somebody has read a device's new content, does nobody read the old?",
	.source = "threads/000, 2c: a slot is not replaced before the flush",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_change_read, wait_then_load },
	.regs = { "0:read", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("both read the new content", NEW, NEW),
		NEVER("told of the new content, yet read the old page", NEW, OLD),
	},
	.teeth = {
		TOOTH(REFILL_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
