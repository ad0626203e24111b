/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As lazy-wakeup, but there are two flushes: CPU 1 makes up for the one that skipped it, and
 * the other comes while it does.  That one must drop what CPU 1 has fetched in between.
 *
 *	CPU 0				CPU 1
 *	wait for w			go idle
 *	munmap(z)			w = 1
 *	munmap(x)			wake up
 *	y = 1				r0 = y
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_files(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	map(r, r->z, VM_READ | VM_SHARED, r->file[0], 1);
	fault_in(r->mm, r->x);
	fault_in(r->mm, r->z);
}

static void unmap_both(struct run *r)
{
	await(&r->w);
	unmap(r, r->z);
	unmap(r, r->x);
	tell(&r->y);
}

static void wake_then_touch(struct run *r)
{
	idle();
	tell(&r->w);
	become(r->mm);
	r->reg[0] = (uint64_t)told(&r->y);
	r->reg[1] = load(r, r->x);
}

LITMUS(lazy_wakeup_between) = {
	.name = "switch/lazy-wakeup-between",
	.asks = "does a CPU that makes up for flushes take none for done that came meanwhile?",
	.source = "Linux, lazy TLB mode: next_tlb_gen is read before the flush",
	.setup = map_files,
	.cpu = { unmap_both, wake_then_touch },
	.regs = { "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, OLD),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("touched before the unmap", 0, OLD),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(LAZY_GEN_LATE, .needs = KEEPS_UNMAPPED | KEEPS_SPECULATED),
	},
};
