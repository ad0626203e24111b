/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A whole page table moves: each of its entries would keep its mark.
 *
 *	CPU 0				CPU 1
 *	mremap(2 MiB from lone		load(other)
 *	       to other)
 *	finally: r0 = is other soft-dirty?
 */
#include <tests/litmus.h>

static void map_and_clear(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
	clear_refs(r->mm, r->lone, 1);
}

static void move(struct run *r)
{
	move_pages(r->mm, r->lone, TABLE_PAGES, r->other);
}

static void read(struct run *r)
{
	(void)load(r, r->other);
}

static void look(struct run *r)
{
	r->reg[0] = soft_dirty(r->mm, r->other);
}

LITMUS(softdirty_moved_table) = {
	.name = "softdirty/moved-table",
	.asks = "is a page soft-dirty that has moved to another address with its table?",
	.source = "Linux, move_soft_dirty_pte(), for move_normal_pmd()",
	.setup = map_and_clear,
	.cpu = { move, read },
	.finish = look,
	.regs = { "soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("it is", 1),
		NEVER("it counts as what was there before", 0),
	},
	.teeth = { TOOTH(MREMAP_TABLE_KEEPS_CLEAN) },
};
