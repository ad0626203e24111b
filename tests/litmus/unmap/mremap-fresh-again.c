/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fresh memory at x is moved away, and x is mapped anew.  Both pages are fresh memory of
 * one mm, and both were born at x; but a load from x once mremap() has returned must
 * find the new one.
 *
 *	CPU 0				CPU 1
 *	mremap(x -> lone)		wait for y
 *	mmap(x)				r0 = load(x)
 *	y = 1
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

static void move_and_map(struct run *r)
{
	move_pages(r->mm, r->x, 1, r->lone);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(mremap_fresh_again) = {
	.name = "unmap/mremap-fresh-again",
	.asks = "once mremap() returns, does nobody see the moved page where it was?",
	.source = "SDM vol. 3, 4.10.5; identity is the page, not its address",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { move_and_map, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found the new page", FRESH),
		NEVER("read the page that was moved away", FOREIGN),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
