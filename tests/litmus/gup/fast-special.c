/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fast GUP is asked for a device's frame, which has no references: it must refuse.
 *
 *	CPU 0
 *	r0 = can x be had, fast?
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	device_page(r, 0, OLD);
	map_device(r, r->x, 1, VM_READ | VM_WRITE, 0);
	populate(r, r->x);
}

static void get_it(struct run *r)
{
	struct page *page = try_get_page_fast(r, r->x, 0);

	r->reg[0] = page ? DONE : FAULT;
	put_page(page, 0);
}

LITMUS(gup_fast_special) = {
	.name = "gup/fast-special",
	.asks = "does fast GUP refuse a frame whose mappings have no references?",
	.source = "threads/004: pte_special says that there is no struct page",
	.setup = map_it,
	.cpu = { get_it },
	.regs = { "0:x" },
	.sees = { DONE, FAULT },
	.outcomes = {
		SOMETIMES("refused", FAULT),
		NEVER("had", DONE),
	},
	.teeth = { TOOTH(GUP_FAST_TAKES_SPECIAL) },
};
