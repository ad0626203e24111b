/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A shootdown by IPI.  CPU 1 may store before, during and after it; if it has heard that
 * all is acknowledged, its store walks to the new frame, and sets D in the new entry.
 *
 *	CPU 0				CPU 1
 *	PTE of x = b, D clear		r0 = y
 *	INVLPG x, IPI: INVLPG x		store(x, 2)
 *	y = 1				w = 1
 *	wait for w
 *	r1 = load(x)
 *	r2 = D of x
 *	finally: r3 = a
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

static void remap_everywhere(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg_everywhere(r, r->x);
	tell(&r->y);
	await(&r->w);
	r->reg[1] = load(r, r->x);
	r->reg[2] = pte_has(r, r->x, PTE_DIRTY);
}

/* In some runs it waits for y: where CPUs take turns it would hardly ever see y set. */
static void listen_then_store(struct run *r)
{
	if (looks(r) % 2 == 0)
		await(&r->y);
	r->reg[0] = (uint64_t)told(&r->y);
	(void)store(r, r->x, 2);
	tell(&r->w);
}

static void look_at_old(struct run *r)
{
	unmap_ab(r);
	r->reg[3] = frame_content(r, r->a);
}

LITMUS(elt_ipi8) = {
	.name = "elt/ipi8",
	.asks = "once an INVLPG by IPI is acknowledged, does a store walk to the new frame?",
	.source = "COATCheck (ASPLOS 2016), ipi8: forbidden, ipi6 and 7: permitted, outcomes of "
		  "one program; that CPU 1 need not wait is ours",
	.setup = map_dirty,
	.warm = { NULL, touch },
	.cpu = { remap_everywhere, listen_then_store },
	.finish = look_at_old,
	.regs = { "1:y", "0:x", "0:D", "a" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("ipi8: heard, yet stored to the old frame", 1, ANY, ANY, 2),
		NEVER("stored to the new frame, and D is clear", ANY, 2, 0, ANY),
		SOMETIMES("ipi6, ipi7: heard, and both used the new frame", 1, 2, 1, ANY),
		SOMETIMES("stored to the new frame before hearing", 0, 2, 1, ANY),
		SOMETIMES("stored to the old frame before hearing", 0, NEW, 0, 2),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(SHOOTDOWN_SKIP_WAIT,
		      .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE | KEEPS_IPI),
		TOOTH(FLUSH_FUNC_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE),
	},
	.raw = true,
};
