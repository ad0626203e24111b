/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walker sets A and D with a locked operation, and whoever clears bits must use one
 * too: else the entry goes back to what it was before the walker came.
 *
 *	CPU 0				CPU 1
 *	repeat: clear A of x		r0 = store(x, 2)
 *	finally: r1 = D of x
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, PTE_ACCESSED);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void age_it(struct run *r)
{
	for (unsigned int i = looks(r); i; i--)
		clear_pte(r, r->x, PTE_ACCESSED);
}

static void store_it(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void look_at_dirty(struct run *r)
{
	r->reg[1] = pte_has(r, r->x, PTE_DIRTY);
	unmap_ab(r);
}

LITMUS(elt_rmw_atomicity) = {
	.name = "elt/rmw-atomicity",
	.asks = "does D survive while somebody clears A?",
	.source = "TransForm (ISCA 2020), axiom rmw_atomicity; the program is ours",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { age_it, store_it },
	.finish = look_at_dirty,
	.regs = { "1:store", "D" },
	.sees = { OLD },
	.outcomes = {
		NEVER("stored, and D is lost", DONE, 0),
		SOMETIMES("stored, D set", DONE, 1),
	},
	.teeth = {
		TOOTH(ELT_PLAIN_CLEAR),
	},
	.raw = true,
};
