/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As dirtybit2, but the load comes first: the CPU then holds an entry without D, and the
 * store must not use that one without setting D.
 *
 *	CPU 0
 *	PTE of x = b, A and D clear
 *	INVLPG x
 *	r0 = load(x)
 *	store(x, 2)
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

static void remap_read_store(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg(r->x);
	r->reg[0] = load(r, r->x);
	(void)store(r, r->x, 2);
	r->reg[1] = pte_has(r, r->x, PTE_DIRTY);
}

static void look_at_old(struct run *r)
{
	unmap_ab(r);
	r->reg[2] = frame_content(r, r->a);
}

LITMUS(elt_dirtybit3) = {
	.name = "elt/dirtybit3",
	.asks = "does a store set D though a load has just filled the TLB?",
	.source = "COATCheck (ASPLOS 2016), dirtybit3 and 4: WPTE;I;R;W; the outcomes are ours. "
		  "D: SDM vol. 3, 4.8",
	.setup = map_dirty,
	.warm = { touch },
	.cpu = { remap_read_store },
	.finish = look_at_old,
	.regs = { "0:x", "0:D", "a" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stored to the old frame after its INVLPG", ANY, ANY, 2),
		SOMETIMES("read, and stored to, the new frame, D set", NEW, 1, ANY),
		NEVER("stored, and D is clear", ANY, 0, ANY),
		NEVER("read the old frame after its INVLPG", ANY, 1, ANY),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE),
	},
	.raw = true,
};
