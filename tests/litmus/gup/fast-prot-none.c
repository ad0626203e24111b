/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program takes all access to a page away.  Fast GUP must not take it for mapped because its
 * entry still names a frame.
 *
 *	CPU 0				CPU 1, for the program
 *	mprotect(x, PROT_NONE), y = 1	r0 = y
 *					r1 = can x be had, fast?
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	populate(r, r->x);
}

static void forbid(struct run *r)
{
	protect(r, r->x, 0);
	tell(&r->y);
}

static void look_and_get(struct run *r)
{
	struct page *page;

	r->reg[0] = (uint64_t)told(&r->y);
	page = try_get_page_fast(r, r->x, 0);
	r->reg[1] = page ? DONE : FAULT;
	put_page(page, 0);
}

LITMUS(gup_fast_prot_none) = {
	.name = "gup/fast-prot-none",
	.asks = "does fast GUP leave to the slow path what nobody may access?",
	.source = "Linux, 2b4847e73004; catalogue: gup-vs-thp-migrate, with small pages",
	.setup = map_x,
	.cpu = { forbid, look_and_get },
	.regs = { "1:y", "1:x" },
	.sees = { DONE, FAULT },
	.outcomes = {
		NEVER("had, though it may not be accessed", 1, DONE),
		SOMETIMES("refused", 1, FAULT),
		SOMETIMES("refused just before it was told", 0, FAULT),
		SOMETIMES("had before", 0, DONE),
	},
	.teeth = { TOOTH(GUP_FAST_TAKES_PROTNONE) },
};
