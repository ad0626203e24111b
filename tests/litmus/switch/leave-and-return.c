/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 leaves the mm and returns at once, keeping what its TLB has.  Either it sees the
 * new generation, or CPU 0 sees it in the cpumask: which takes a full barrier on both
 * sides, since each stores one word and then loads the other's.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			to mm 1
 *	y = 1				back to mm 0
 *					r0 = y
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unmap_then_tell(struct run *r)
{
	unmap(r, r->x);
	tell(&r->y);
}

static void leave_and_return(struct run *r)
{
	become(r->mms[1]);
	become(r->mm);
	r->reg[0] = (uint64_t)told(&r->y);
	r->reg[1] = load(r, r->x);
}

LITMUS(leave_and_return) = {
	.name = "switch/leave-and-return",
	.asks = "are the cpumask and the generation ordered, whoever comes first?",
	.source = "CVE-2016-2069: a missing barrier between switch_mm() and the flush",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { unmap_then_tell, leave_and_return },
	.regs = { "1:y", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, FRESH),
		NEVER("read a free frame", ANY, FREED),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("touched before the unmap", 0, FRESH),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(SWITCH_SKIP_BARRIER, .needs = KEEPS_PCID | KEEPS_BUFFERED),
		TOOTH(GEN_SKIP_BARRIER, .needs = KEEPS_PCID | KEEPS_BUFFERED),
		TOOTH(SWITCH_SKIP_GEN_CHECK, .needs = KEEPS_PCID),
	},
};
