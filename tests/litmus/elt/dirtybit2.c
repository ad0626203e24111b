/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is pointed elsewhere by an entry without D: the store after INVLPG sets D there, and
 * the load after the store sees it.
 *
 *	CPU 0
 *	PTE of x = b, A and D clear
 *	INVLPG x
 *	store(x, 2)
 *	r0 = load(x)
 *	r1 = D of x
 *	finally: r2 = a
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

static void remap_store_read(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg(r->x);
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->x);
	r->reg[1] = pte_has(r, r->x, PTE_DIRTY);
}

static void look_at_old(struct run *r)
{
	unmap_ab(r);
	r->reg[2] = frame_content(r, r->a);
}

LITMUS(elt_dirtybit2) = {
	.name = "elt/dirtybit2",
	.asks = "does a store set D in the entry that replaced the old one?",
	.source = "COATCheck (ASPLOS 2016), dirtybit2: WPTE;I;W;R; the outcomes are ours. "
		  "D: SDM vol. 3, 4.8",
	.setup = map_dirty,
	.warm = { touch },
	.cpu = { remap_store_read },
	.finish = look_at_old,
	.regs = { "0:x", "0:D", "a" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stored to the old frame after its INVLPG", ANY, ANY, 2),
		SOMETIMES("stored to the new frame, D set", 2, 1, ANY),
		NEVER("stored, and D is clear", ANY, 0, ANY),
		NEVER("did not see its own store", ANY, 1, ANY),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE),
	},
	.raw = true,
};
