/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As dontneed-fresh-again, but the page goes since mmap() puts another VMA over it: a load
 * from x once that has returned must find the new VMA's page.  The old page is held, as by a
 * device that reads it, so that it keeps its content.
 *
 *	CPU 0				CPU 1
 *	hold the page of x		wait for y
 *	mmap(x), over a VMA		r0 = load(x)
 *	y = 1				w = 1
 *	wait for w
 *	let go of the page
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

static void map_over_then_tell(struct run *r)
{
	struct page *page = hold_page_at(r, r->x);

	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	tell(&r->y);
	await(&r->w);
	release_page(page);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
	tell(&r->w);
}

LITMUS(mmap_fresh_again) = {
	.name = "unmap/mmap-fresh-again",
	.asks = "once mmap() returns, is the page of the area that was there unreachable?",
	.source = "SDM vol. 3, 4.10.5; identity is the page, not its address",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { map_over_then_tell, wait_then_load },
	.regs = { "1:x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("found the new area's page", FRESH),
		NEVER("told, yet read the page of the old area", FOREIGN),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
