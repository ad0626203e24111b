/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fresh memory that was born at x has come to z by mremap(); then z is unmapped, and mapped
 * anew.  A load from z after that must find the new page, and not the one that had come,
 * although that one is still held.
 *
 *	CPU 0				CPU 1
 *	hold the page of z		wait for y
 *	munmap(z)			r0 = load(z)
 *	mmap(z)				w = 1
 *	y = 1
 *	wait for w
 *	let go of the page
 */
#include <tests/litmus.h>

static void map_and_move(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	move_pages(r->mm, r->x, 1, r->z);
}

static void touch(struct run *r)
{
	(void)load(r, r->z);
}

static void unmap_and_map(struct run *r)
{
	struct page *page = hold_page_at(r, r->z);

	unmap(r, r->z);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	tell(&r->y);
	await(&r->w);
	release_page(page);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->z);
	tell(&r->w);
}

LITMUS(mremap_fresh_gone) = {
	.name = "unmap/mremap-fresh-gone",
	.asks = "once munmap() returns, is a page unreachable that had been moved to there?",
	.source = "SDM vol. 3, 4.10.5; identity is the page, not its address",
	.setup = map_and_move,
	.warm = { NULL, touch },
	.cpu = { unmap_and_map, wait_then_load },
	.regs = { "1:z" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found the new page", FRESH),
		NEVER("told, yet read the page that had come", FOREIGN),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
