/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One CPU points x elsewhere and sets y.  Another sees y, invalidates x itself, and loads.
 * Its INVLPG must come after it has seen y: then the load walks, and finds the new entry.
 *
 *	CPU 0				CPU 1
 *	PTE of x = b			wait for y
 *	y = 1				INVLPG x
 *	INVLPG x			r0 = load(x)
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void remap(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	tell(&r->y);
	invlpg(r->x);
}

static void hear_then_read(struct run *r)
{
	await(&r->y);
	invlpg(r->x);
	r->reg[0] = load(r, r->x);
}

LITMUS(elt_i_r_wpte_i) = {
	.name = "elt/i-r-wpte-i",
	.asks = "does a load see another CPU's change of the PTE after its own INVLPG?",
	.source = "TransForm (ISCA 2020), T{I;R} T{WPTE;I}: forbidden",
	.setup = map_clean,
	.warm = { touch, touch },
	.cpu = { remap, hear_then_read },
	.finish = unmap_ab,
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("read the old frame after its INVLPG", OLD),
		SOMETIMES("read the new frame", NEW),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_REMOTE),
	},
	.raw = true,
};
