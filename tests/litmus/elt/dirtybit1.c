/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A store and a load where D is clear: the store sets D first, and whoever sees the
 * store sees D.  The first two lines clear D, and drop the entry that the CPU may hold
 * with D set.
 *
 *	CPU 0				CPU 1
 *	clear D of x			r2 = load(x)
 *	INVLPG x			r3 = D of x
 *	store(x, 2)
 *	r0 = load(x)
 *	r1 = D of x
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void map_dirty(struct run *r)
{
	map_ab(r, PTE_ACCESSED | PTE_DIRTY);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void clean_then_store(struct run *r)
{
	clear_pte(r, r->x, PTE_DIRTY);
	invlpg(r->x);
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->x);
	r->reg[1] = pte_has(r, r->x, PTE_DIRTY);
}

static void look(struct run *r)
{
	r->reg[2] = load(r, r->x);
	r->reg[3] = pte_has(r, r->x, PTE_DIRTY);
}

LITMUS(elt_dirtybit1) = {
	.name = "elt/dirtybit1",
	.asks = "is D set, and set before the store, where it was clear?",
	.source = "COATCheck (ASPLOS 2016), dirtybit1, 5 and 6: W;R of one page; the outcomes, and "
		  "CPU 1, are ours. D: SDM vol. 3, 4.8",
	.setup = map_dirty,
	.warm = { touch },
	.cpu = { clean_then_store, look },
	.finish = unmap_ab,
	.regs = { "0:x", "0:D", "1:x", "1:D" },
	.sees = { OLD },
	.outcomes = {
		NEVER("stored, and D is clear", ANY, 0, ANY, ANY),
		NEVER("the store was seen before D", ANY, ANY, 2, 0),
		SOMETIMES("both seen", 2, 1, 2, 1),
		SOMETIMES("looked while D was clear", 2, 1, ANY, 0),
		SOMETIMES("looked, and D was set", 2, 1, ANY, 1),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_DIRTY),
	},
	.raw = true,
};
