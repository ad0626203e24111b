/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A VMA is moved from x to z before it has a page, and another is mapped at x.  The page
 * of x goes, and its frame becomes the first page of the VMA that was moved: fresh memory
 * of the same mm, of a VMA that began at x, and yet no load from x may see it.
 *
 *	CPU 0				CPU 1
 *	mmap(x), over a VMA		wait for y
 *	z gets a page			r0 = load(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_two(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	move_pages(r->mm, r->x, 1, r->z);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void map_over_and_reuse(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->z);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(mremap_fresh_sibling) = {
	.name = "unmap/mremap-fresh-sibling",
	.asks = "does an address never show the page of an area that was moved away from it?",
	.source = "SDM vol. 3, 4.10.5; identity is the page, not its area's first address",
	.setup = map_two,
	.warm = { NULL, touch },
	.cpu = { map_over_and_reuse, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found the new area's page", FRESH),
		NEVER("told, yet read the page of the area that was moved", FOREIGN),
		NEVER("told, yet read a free frame", FREED),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
