/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A shootdown made of words: CPU 0 asks with y, CPU 1 invalidates, stores, and answers
 * with w.  What it stored after its INVLPG is in the new frame, and seen there.
 *
 *	CPU 0				CPU 1
 *	PTE of x = b			wait for y
 *	INVLPG x			INVLPG x
 *	y = 1				store(x, 2)
 *	wait for w			w = 1
 *	r0 = load(x)
 *	finally: r1 = a
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

static void remap_then_ask(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg(r->x);
	tell(&r->y);
	await(&r->w);
	r->reg[0] = load(r, r->x);
}

static void answer(struct run *r)
{
	await(&r->y);
	invlpg(r->x);
	(void)store(r, r->x, 2);
	tell(&r->w);
}

static void look_at_old(struct run *r)
{
	unmap_ab(r);
	r->reg[1] = frame_content(r, r->a);
}

LITMUS(elt_ipi4) = {
	.name = "elt/ipi4",
	.asks = "does a CPU that was asked to invalidate use the new frame from then on?",
	.source = "COATCheck (ASPLOS 2016), ipi4: forbidden, and ipi3: permitted, two outcomes of "
		  "one program; the IPI is a word here",
	.setup = map_dirty,
	.warm = { NULL, touch },
	.cpu = { remap_then_ask, answer },
	.finish = look_at_old,
	.regs = { "0:x", "a" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("ipi4: stored to the old frame after its INVLPG", ANY, 2),
		SOMETIMES("ipi3: both used the new frame", 2, ANY),
		NEVER("CPU 0 read another frame than CPU 1 stored to", ANY, ANY),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE),
	},
	.raw = true,
};
