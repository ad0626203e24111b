/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 discards x, which nobody has stored to, and takes memory at z, most likely the same
 * frame.  Whoever has heard finds fresh memory at x, but not that of z: only its identity,
 * the anonymous object and the offset in it, tells the two apart.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		wait for y
 *	load(z)				r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void discard_and_take(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
	(void)load(r, r->z);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(dontneed_reuse_fresh) = {
	.name = "unmap/dontneed-reuse-fresh",
	.asks = "once madvise(DONTNEED) returns, does nobody see another page's new memory?",
	.source = "SDM vol. 3, 4.10.5; mmu_gather: flush, then free",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { discard_and_take, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found fresh memory of its own", FRESH),
		NEVER("read the new memory of another page", FOREIGN),
		NEVER("told, yet read a free frame", FREED),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
