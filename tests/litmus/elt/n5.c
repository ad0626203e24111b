/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two CPUs store to one place and read it: all agree on which store was last, so neither
 * may see the other's after its own while the other does too.
 *
 *	CPU 0				CPU 1
 *	store(x, 2)			store(x, 3)
 *	r0 = load(x)			r1 = load(x)
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, 0);
}

static void store_2(struct run *r)
{
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->x);
}

static void store_3(struct run *r)
{
	(void)store(r, r->x, 3);
	r->reg[1] = load(r, r->x);
}

LITMUS(elt_n5) = {
	.name = "elt/n5",
	.asks = "is there one order of the stores to a page where D must be set?",
	.source = "COATCheck (ASPLOS 2016), n5: forbidden; SDM vol. 3, 8.2.2",
	.setup = map_clean,
	.cpu = { store_2, store_3 },
	.finish = unmap_ab,
	.regs = { "0:x", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("each saw the other's store last", 3, 2),
		SOMETIMES("each saw its own", 2, 3),
		SOMETIMES("CPU 0's store was last", 2, 2),
		SOMETIMES("CPU 1's store was last", 3, 3),
	},
	.control = true,
	.raw = true,
};
