/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As i-r-wpte-i, with a store.
 *
 *	CPU 0				CPU 1
 *	PTE of x = b			wait for y
 *	y = 1				INVLPG x
 *	INVLPG x			store(x, 2)
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

static void remap(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	tell(&r->y);
	invlpg(r->x);
}

static void hear_then_store(struct run *r)
{
	await(&r->y);
	invlpg(r->x);
	(void)store(r, r->x, 2);
}

static void look_at_frames(struct run *r)
{
	unmap_ab(r);
	r->reg[0] = frame_content(r, r->a);
	r->reg[1] = frame_content(r, r->b);
}

LITMUS(elt_i_w_wpte_i) = {
	.name = "elt/i-w-wpte-i",
	.asks = "does a store see another CPU's change of the PTE after its own INVLPG?",
	.source = "TransForm (ISCA 2020), T{I;W} T{WPTE;I}: forbidden",
	.setup = map_dirty,
	.warm = { NULL, touch },
	.cpu = { remap, hear_then_store },
	.finish = look_at_frames,
	.regs = { "a", "b" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stored to the old frame after its INVLPG", 2, ANY),
		SOMETIMES("stored to the new frame", ANY, 2),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE),
	},
	.raw = true,
};
