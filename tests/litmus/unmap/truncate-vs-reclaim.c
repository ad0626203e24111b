/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is cut off while reclaim is at work on it: one of them takes it out of the cache,
 * and whichever it is, nobody reads it once truncation is over.
 *
 *	CPU 0				CPU 1
 *	truncate(file)			load(x)
 *	y = 1				reclaim x's page
 *					wait for y
 *					r0 = load(x)
 */
#include <tests/litmus.h>

#define LAST (LITMUS_FILE_PAGES - 1)

static void map_last(struct run *r)
{
	content(r, r->file[0], LAST, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], LAST);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void truncate_then_tell(struct run *r)
{
	truncate_file(r, r->file[0], LAST);
	tell(&r->y);
}

static void reclaim_then_read(struct run *r)
{
	(void)load(r, r->x);
	reclaim(r, r->file[0], LAST, 1);
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(truncate_vs_reclaim) = {
	.name = "unmap/truncate-vs-reclaim",
	.asks = "does truncate() get along with reclaim of the very page?",
	.source = "Linux, truncate_inode_pages_range(): pages under reclaim are waited for",
	.setup = map_last,
	.warm = { NULL, touch },
	.cpu = { truncate_then_tell, reclaim_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet read what was cut off", OLD),
		NEVER("read a free frame", FREED),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(TRUNCATE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
