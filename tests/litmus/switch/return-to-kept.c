/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A CPU comes back to an mm twice.  What was mapped while it was away the first time, it
 * fetches then and keeps; what was unmapped while it was away the second time must be gone.
 *
 *	CPU 0				CPU 1
 *	wait for w			to mm 1
 *	load(x), which maps it		w = 1
 *	y = 1				wait for y
 *	munmap(x)			back to mm 0
 *	gone = 1			load(x)
 *					to mm 1
 *					back to mm 0
 *					r0 = gone
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void touch_then_unmap(struct run *r)
{
	await(&r->w);
	(void)load(r, r->x);
	tell(&r->y);
	unmap(r, r->x);
	tell(&r->v);
}

static void return_twice(struct run *r)
{
	become(r->mms[1]);
	tell(&r->w);
	await(&r->y);
	become(r->mm);
	(void)load(r, r->x);
	become(r->mms[1]);
	become(r->mm);
	r->reg[0] = (uint64_t)told(&r->v);
	r->reg[1] = load(r, r->x);
}

LITMUS(return_to_kept) = {
	.name = "switch/return-to-kept",
	.asks = "does a CPU that returns to an mm drop what was unmapped meanwhile?",
	.source = "SDM vol. 3, 4.10.4.1: MOV CR3 with bit 63 set need not invalidate anything",
	.setup = map_x,
	.cpu = { touch_then_unmap, return_twice },
	.regs = { "1:gone", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, FRESH),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("read before the unmap", 0, FRESH),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(SWITCH_SKIP_GEN_CHECK, .needs = KEEPS_PCID),
	},
};
