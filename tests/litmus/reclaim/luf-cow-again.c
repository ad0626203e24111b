/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A store to a private mapping finds no PTE.  While its copy is made, a sibling reads
 * the page in, and reclaim takes it away again: the PTE is as empty as before, but now a
 * flush is owed that was not when the fault began, by LUF or by a batch under way.
 *
 *	CPU 0				CPU 1
 *	store(x, 1)			load(x)
 *	y = 1				reclaim x's page
 *					wait for y
 *					r0 = load(x)
 */
#include <tests/litmus.h>

static void map_private(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_WRITE, r->file[0], 0);
}

static void store_then_tell(struct run *r)
{
	(void)store(r, r->x, 1);
	tell(&r->y);
}

static void read_reclaim_read(struct run *r)
{
	(void)load(r, r->x);
	reclaim(r, r->file[0], 0, 1);
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(luf_cow_again) = {
	.name = "reclaim/luf-cow-again",
	.asks = "does a copy appear only when no flush of its place is owed, however late it was?",
	.source = "threads/000, point 1b; found in review of this kernel, for batches by the model",
	.setup = map_private,
	.cpu = { store_then_tell, read_reclaim_read },
	.regs = { "1:x" },
	.sees = { OLD, 1 },
	.outcomes = {
		NEVER("told of the store, yet read the file's page", OLD),
		SOMETIMES("read what was stored", 1),
	},
	.teeth = {
		TOOTH(SETTLE_BEFORE_PTL, .policies = ON_LUF, .tracks = TRACK_VMA,
		      .needs = KEEPS_UNMAPPED),
		TOOTH(FAULT_SKIP_LUF_COW, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
		TOOTH(FAULT_SKIP_BATCHED, .policies = ON_BATCH, .needs = KEEPS_SPECULATED),
	},
};
