/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Message passing by user stores whose walks and D updates come between.  Stores become
 * visible in order, and loads are made in order, so there is nothing to take away here.
 *
 *	CPU 0				CPU 1
 *	store(x, 2)			r0 = load(z)
 *	store(z, 3)			r1 = load(x)
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, 0);
}

static void send(struct run *r)
{
	(void)store(r, r->x, 2);
	(void)store(r, r->z, 3);
}

static void receive(struct run *r)
{
	r->reg[0] = load(r, r->z);
	r->reg[1] = load(r, r->x);
}

LITMUS(elt_mp) = {
	.name = "elt/mp",
	.asks = "do user stores stay in order where A and D must be set?",
	.source = "COATCheck (ASPLOS 2016), mp: forbidden; SDM vol. 3, 8.2.3.2",
	.setup = map_clean,
	.cpu = { send, receive },
	.finish = unmap_ab,
	.regs = { "1:z", "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("saw the second store, not the first", 3, OLD),
		SOMETIMES("saw both", 3, 2),
		SOMETIMES("saw the first", NEW, 2),
		SOMETIMES("saw none", NEW, OLD),
	},
	.control = true,
	.raw = true,
};
