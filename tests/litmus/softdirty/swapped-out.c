/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The same when x may be swapped out meanwhile: the store maps it anew.
 *
 *	CPU 0				CPU 1
 *	swap out x			store(x, 2)
 *	clear_refs(x)
 *	y = 1				wait for y
 *					store(x, 3)
 *					r0 = is x soft-dirty?
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void swap_clear_tell(struct run *r)
{
	swap_out(r, r->x);
	clear_refs(r->mm, r->x, 1);
	tell(&r->y);
}

static void store_twice(struct run *r)
{
	(void)store(r, r->x, 2);
	await(&r->y);
	(void)store(r, r->x, 3);
	r->reg[0] = soft_dirty(r->mm, r->x);
}

LITMUS(softdirty_swapped_out) = {
	.name = "softdirty/swapped-out",
	.asks = "does pagemap tell of a store to a page that was swapped out at clear_refs?",
	.source = "Linux, Documentation/admin-guide/mm/soft-dirty.rst; pte_swp_soft_dirty()",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { swap_clear_tell, store_twice },
	.regs = { "1:soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store was told", 1),
		NEVER("the store was not told", 0),
	},
	.teeth = { TOOTH(FAULT_KEEPS_CLEAN) },
};
