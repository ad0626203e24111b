/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As ipi4, but CPU 1 answers first and invalidates afterwards: its store may be in
 * either frame.  What it reads after its INVLPG is in the new one.
 *
 *	CPU 0				CPU 1
 *	PTE of x = b			wait for y
 *	INVLPG x			store(x, 2)
 *	y = 1				w = 1
 *	wait for w			INVLPG x
 *	r0 = load(x)			r1 = load(x)
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

static void remap_then_ask(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg(r->x);
	tell(&r->y);
	await(&r->w);
	r->reg[0] = load(r, r->x);
}

static void answer_too_early(struct run *r)
{
	await(&r->y);
	(void)store(r, r->x, 2);
	tell(&r->w);
	invlpg(r->x);
	r->reg[1] = load(r, r->x);
}

static void look_at_old(struct run *r)
{
	unmap_ab(r);
	r->reg[2] = frame_content(r, r->a);
}

LITMUS(elt_ipi5) = {
	.name = "elt/ipi5",
	.asks = "does a CPU that answers before it invalidates use the new frame afterwards?",
	.source = "COATCheck (ASPLOS 2016), ipi5: permitted; the last load is ours",
	.setup = map_dirty,
	.warm = { NULL, touch },
	.cpu = { remap_then_ask, answer_too_early },
	.finish = look_at_old,
	.regs = { "0:x", "1:x", "a" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("ipi5: stored to the old frame before its INVLPG", NEW, NEW, 2),
		NEVER("CPU 1 read the old frame after its INVLPG", ANY, 2, 2),
		SOMETIMES("stored to the new frame", 2, 2, ANY),
		NEVER("a CPU read the old frame after its INVLPG", ANY, ANY, ANY),
	},
	.teeth = {
		TOOTH(ELT_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE),
	},
	.raw = true,
};
