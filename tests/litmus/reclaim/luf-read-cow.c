/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As luf-fault-cow, but CPU 0 reads x in again before it stores: the new page is there,
 * and no marker any longer.  When the private copy replaces it, CPU 1 must lose the old
 * page, which was there before both.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		wait for y
 *	load(x)				r0 = load(x)
 *	store(x, 1)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_private(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_read_store(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	(void)load(r, r->x);
	(void)store(r, r->x, 1);
	tell(&r->y);
}

static void wait_then_read(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_read_cow) = {
	.name = "reclaim/luf-read-cow",
	.asks = "does a copy of a page read in again hide the page that was there before?",
	.source = "threads/000: PTE markers, overwritten by a page of the same content",
	.setup = map_private,
	.warm = { NULL, touch },
	.cpu = { reclaim_read_store, wait_then_read },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told of the store, yet read the file's page", OLD),
		SOMETIMES("read what was stored", 1),
	},
	.teeth = {
		TOOTH(COW_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
