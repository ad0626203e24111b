/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A batch clears the PTE of z.  mprotect(z) finds that pending and flushes; meanwhile the
 * batch goes on and clears the PTE of x.  That must not count as flushed: mprotect(x)
 * relies on it.
 *
 *	CPU 0				CPU 1
 *	reclaim the pages of z and x	mprotect(z, read)
 *					mprotect(x, read)
 *					r0 = store(x, 2)
 */
#include <tests/litmus.h>

static void map_both(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, OLD);
	map(r, r->z, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	map(r, r->x, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 1);
}

static void dirty_both(struct run *r)
{
	(void)store(r, r->z, 1);
	(void)store(r, r->x, 1);
}

static void reclaim_both(struct run *r)
{
	reclaim(r, r->file[0], 0, 2);
}

static void protect_both_then_store(struct run *r)
{
	protect(r, r->z, VM_READ);
	protect(r, r->x, VM_READ);
	r->reg[0] = store(r, r->x, 2);
}

LITMUS(batched_pending_number) = {
	.name = "reclaim/batched-pending-number",
	.asks = "does a flush settle only what was pending when it began?",
	.source = "5ee2fa2f0636 (Linux 2022): a flag that is cleared after the flush",
	.setup = map_both,
	.warm = { NULL, dirty_both },
	.cpu = { reclaim_both, protect_both_then_store },
	.regs = { "1:x" },
	.sees = { OLD, 1 },
	.outcomes = {
		NEVER("read-only, yet stored", DONE),
		SOMETIMES("the store faulted", FAULT),
	},
	.teeth = {
		TOOTH(BATCHED_PENDING_CLEARED, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_SPECULATED),
		TOOTH(GATHER_SKIP_BATCHED, .policies = ON_BATCH | ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
