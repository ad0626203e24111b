/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A fault reads x in from swap.  Meanwhile x is discarded: what was read must not come back.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		r0 = load(x)
 *	finally: r1 = what x shows
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map_swapped(r, r->x, 1);
}

static void discard(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
}

static void read_in(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void look(struct run *r)
{
	populate(r, r->x);
	r->reg[1] = mapped_content(r, r->x);
}

LITMUS(dontneed_vs_swap_in) = {
	.name = "swap/dontneed-vs-swap-in",
	.asks = "once memory is discarded, does it stay so though a fault was reading it in?",
	.source = "Linux, do_swap_page(): pte_same()",
	.setup = map_x,
	.cpu = { discard, read_in },
	.finish = look,
	.regs = { "1:x", "x" },
	.sees = { FRESH, 1 },
	.outcomes = {
		NEVER("what was discarded is back", ANY, 1),
		SOMETIMES("read before it was discarded", 1, FRESH),
		SOMETIMES("read after", FRESH, FRESH),
	},
	.teeth = { TOOTH(SWAP_IN_UNCHECKED) },
};
