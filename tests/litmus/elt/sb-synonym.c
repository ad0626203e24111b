/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Store buffering, but z has become a synonym of x: two names of one frame.  Loads do
 * not overtake stores to the same place, whatever it is called.
 *
 *	CPU 0				CPU 1
 *	PTE of z = a			wait for y
 *	INVLPG z, IPI: INVLPG z		store(z, 3)
 *	y = 1				r1 = load(x)
 *	store(x, 2)
 *	r0 = load(z)
 *	finally: r2 = b
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void map_dirty(struct run *r)
{
	map_ab(r, PTE_ACCESSED | PTE_DIRTY);
}

static void touch(struct run *r)
{
	(void)store(r, r->z, 1);
}

static void make_synonym(struct run *r)
{
	write_pte(r, r->z, r->a, 0);
	invlpg_everywhere(r, r->z);
	tell(&r->y);
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->z);
}

static void use_synonym(struct run *r)
{
	await(&r->y);
	(void)store(r, r->z, 3);
	r->reg[1] = load(r, r->x);
}

static void look_at_old(struct run *r)
{
	unmap_ab(r);
	r->reg[2] = frame_content(r, r->b);
}

LITMUS(elt_sb_synonym) = {
	.name = "elt/sb-synonym",
	.asks = "do loads by another name see the stores before them?",
	.source = "COATCheck (ASPLOS 2016), sb_synonym: forbidden; n5_synonym is another outcome "
		  "of the program",
	.setup = map_dirty,
	.warm = { touch, touch },
	.cpu = { make_synonym, use_synonym },
	.finish = look_at_old,
	.regs = { "0:z", "1:x", "b" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("stored to the old frame of z", ANY, ANY, 3),
		NEVER("sb_synonym: CPU 0 did not see its store", OLD, ANY, ANY),
		NEVER("sb_synonym: CPU 1 did not see its store", ANY, OLD, ANY),
		NEVER("CPU 0 read the old frame of z", NEW, ANY, ANY),
		NEVER("n5_synonym: each saw the other's store last", 3, 2, ANY),
		SOMETIMES("each saw its own", 2, 3, ANY),
		SOMETIMES("CPU 0's store was last", 2, 2, ANY),
		SOMETIMES("CPU 1's store was last", 3, 3, ANY),
	},
	.teeth = {
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_READ | KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(FLUSH_FUNC_SKIP_INVLPG, .needs = KEEPS_READ | KEEPS_WRITE),
	},
	.raw = true,
};
