/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As dontneed-tell, but nobody has stored to x: the page that is discarded and the one that
 * takes its place are both fresh memory that was born at x.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		wait for y
 *	y = 1				r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
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

LITMUS(dontneed_fresh_again) = {
	.name = "unmap/dontneed-fresh-again",
	.asks = "once madvise(DONTNEED) returns, is the old page unreachable, though it was fresh, too?",
	.source = "SDM vol. 3, 4.10.5; identity is the page, not its address",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { discard_then_tell, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found fresh memory", FRESH),
		NEVER("told, yet read the page that was discarded", FOREIGN),
		NEVER("told, yet read a free frame", FREED),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
