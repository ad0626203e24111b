/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two pages of one file are mapped by two mms on two CPUs.  Both are reclaimed, and
 * the two deferred flushes are merged into one for the file: it must still name both
 * CPUs when the file is written.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	reclaim page 0			repeat: r0 = y
 *	reclaim page 1			        r1 = load(x)
 *	write(file, page 0)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, OTHER);
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

static void reclaim_both_then_write(struct run *r)
{
	become(r->mms[1]);
	reclaim(r, r->file[0], 0, 1);
	reclaim(r, r->file[0], 1, 1);
	write_content(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void listen_then_read(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(luf_merge_cpus) = {
	.name = "reclaim/luf-merge-cpus",
	.asks = "do merged deferred flushes still reach the CPUs of each?",
	.source = "DESIGN I7: merging keeps the newest generation and the union of masks",
	.setup = map_both,
	.warm = { touch_in_mm1, touch },
	.cpu = { reclaim_both_then_write, listen_then_read },
	.regs = { "1:y", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the write, yet read the old page", 1, OLD),
		SOMETIMES("told, and read what was written", 1, NEW),
		SOMETIMES("read before the write", 0, OLD),
		SOMETIMES("read the new page before being told", 0, NEW),
	},
	.teeth = {
		TOOTH(LUF_FOLD_REPLACES_MASK, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
