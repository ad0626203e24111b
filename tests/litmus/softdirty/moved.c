/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x moves to z, where other content was when the program was copied.
 *
 *	CPU 0				CPU 1
 *	mremap(x to z)			load(z)
 *	finally: r0 = is z soft-dirty?
 */
#include <tests/litmus.h>

static void map_and_clear(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	clear_refs(r->mm, r->x, 1);
}

static void move(struct run *r)
{
	move_pages(r->mm, r->x, 1, r->z);
}

static void read(struct run *r)
{
	(void)load(r, r->z);
}

static void look(struct run *r)
{
	r->reg[0] = soft_dirty(r->mm, r->z);
}

LITMUS(softdirty_moved) = {
	.name = "softdirty/moved",
	.asks = "is a page soft-dirty that has moved to another address?",
	.source = "Linux, move_soft_dirty_pte()",
	.setup = map_and_clear,
	.cpu = { move, read },
	.finish = look,
	.regs = { "soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("it is", 1),
		NEVER("it counts as what was there before", 0),
	},
	.teeth = { TOOTH(MREMAP_KEEPS_CLEAN) },
};
