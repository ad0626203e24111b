/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 discards x, and says so.  Whoever has heard finds fresh memory.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		wait for y
 *	y = 1				r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void discard_then_tell(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(dontneed_tell) = {
	.name = "unmap/dontneed-tell",
	.asks = "once madvise(DONTNEED) returns, is the old page unreachable?",
	.source = "SDM vol. 3, 4.10.5: wait for the other CPUs' acknowledgement",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { discard_then_tell, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH, 1 },
	.outcomes = {
		SOMETIMES("found fresh memory", FRESH),
		NEVER("told, yet read the discarded page", 1),
		NEVER("told, yet read a free frame", FREED),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
