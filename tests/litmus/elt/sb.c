/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Store buffering by user accesses: a load may overtake an older store to another page.
 * On metal that takes access=kernel, since the way to CPL 3, IRETQ, serialises.
 *
 *	CPU 0				CPU 1
 *	store(x, 2)			store(z, 3)
 *	r0 = load(z)			r1 = load(x)
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, 0);
}

static void store_x(struct run *r)
{
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->z);
}

static void store_z(struct run *r)
{
	(void)store(r, r->z, 3);
	r->reg[1] = load(r, r->x);
}

LITMUS(elt_sb) = {
	.name = "elt/sb",
	.asks = "is it silent while loads overtake stores?",
	.source = "COATCheck (ASPLOS 2016), sb: permitted; SDM vol. 3, 8.2.3.4",
	.setup = map_clean,
	.cpu = { store_x, store_z },
	.finish = unmap_ab,
	.regs = { "0:z", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("sb: neither load saw the other's store", NEW, OLD),
		SOMETIMES("CPU 0's load saw the store", 3, OLD),
		SOMETIMES("CPU 1's load saw the store", NEW, 2),
		SOMETIMES("both saw it", 3, 2),
	},
	.needs = KEEPS_BUFFERED,
	.control = true,
	.raw = true,
};
