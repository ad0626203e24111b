/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As luf-merge-cpus, but both pages are reclaimed at once: each of the two deferred flushes is
 * merged into the file's, and names another CPU.
 *
 *	CPU 0, in mm 1			CPU 1, in mm 0
 *	reclaim page 0			reclaim page 1
 *	wait for w			w = 1
 *	write(file, page 0)		wait for y
 *	y = 1				r0 = load(x)
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

static void reclaim_then_write(struct run *r)
{
	become(r->mms[1]);
	reclaim(r, r->file[0], 0, 1);
	await(&r->w);
	write_content(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void reclaim_then_read(struct run *r)
{
	reclaim(r, r->file[0], 1, 1);
	tell(&r->w);
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_folds_at_once) = {
	.name = "reclaim/luf-folds-at-once",
	.asks = "do deferred flushes that are merged at once still reach the CPUs of each?",
	.source = "DESIGN I7: merging keeps the newest generation and the union of masks",
	.setup = map_both,
	.warm = { touch_in_mm1, touch },
	.cpu = { reclaim_then_write, reclaim_then_read },
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of the write, yet read the old page", OLD),
		SOMETIMES("told, and read what was written", NEW),
	},
	.teeth = {
		TOOTH(LUF_FOLD_SKIP_LOCK, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
