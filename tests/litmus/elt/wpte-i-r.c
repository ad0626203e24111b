/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The smallest of all: a CPU points x elsewhere, invalidates x, and reads it.  The walk
 * that the read needs leaves its mark, A, in the new entry.
 *
 *	CPU 0
 *	PTE of x = b, A clear
 *	INVLPG x
 *	r0 = load(x)
 *	r1 = A of x
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void remap_then_read(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg(r->x);
	r->reg[0] = load(r, r->x);
	r->reg[1] = pte_has(r, r->x, PTE_ACCESSED);
}

LITMUS(elt_wpte_i_r) = {
	.name = "elt/wpte-i-r",
	.asks = "does a load after INVLPG walk anew, and leave A?",
	.source = "TransForm (ISCA 2020), WPTE;I;R; COATCheck (ASPLOS 2016), ptwalk2: forbidden. "
		  "A: SDM vol. 3, 4.8",
	.setup = map_clean,
	.warm = { touch },
	.cpu = { remap_then_read },
	.finish = unmap_ab,
	.regs = { "0:x", "0:A" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("read the old frame after its INVLPG", OLD, ANY),
		NEVER("read the new frame, and A is clear", NEW, 0),
		SOMETIMES("read the new frame", NEW, 1),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ),
	},
	.raw = true,
};
