/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As wpte-i-r, with a store: it must reach the new frame.
 *
 *	CPU 0
 *	PTE of x = b
 *	INVLPG x
 *	store(x, 2)
 *	finally: r0 = a, r1 = b
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

static void remap_then_store(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg(r->x);
	(void)store(r, r->x, 2);
}

static void look_at_frames(struct run *r)
{
	unmap_ab(r);
	r->reg[0] = frame_content(r, r->a);
	r->reg[1] = frame_content(r, r->b);
}

LITMUS(elt_wpte_i_w) = {
	.name = "elt/wpte-i-w",
	.asks = "does a store after INVLPG reach the new frame?",
	.source = "TransForm (ISCA 2020), WPTE;I;W: forbidden",
	.setup = map_dirty,
	.warm = { touch },
	.cpu = { remap_then_store },
	.finish = look_at_frames,
	.regs = { "a", "b" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stored to the old frame after its INVLPG", 2, ANY),
		SOMETIMES("stored to the new frame", ANY, 2),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE),
	},
	.raw = true,
};
