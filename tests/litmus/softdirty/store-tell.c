/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 wants to know from now on which pages are stored to.
 *
 *	CPU 0				CPU 1
 *	clear_refs(x)			wait for y
 *	y = 1				store(x, 2)
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

static void clear_then_tell(struct run *r)
{
	clear_refs(r->mm, r->x, 1);
	tell(&r->y);
}

static void wait_then_store(struct run *r)
{
	await(&r->y);
	(void)store(r, r->x, 2);
	r->reg[0] = soft_dirty(r->mm, r->x);
}

LITMUS(softdirty_store_tell) = {
	.name = "softdirty/store-tell",
	.asks = "does pagemap tell of each store after clear_refs has returned?",
	.source = "Linux, Documentation/admin-guide/mm/soft-dirty.rst",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { clear_then_tell, wait_then_store },
	.regs = { "1:soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store was told", 1),
		NEVER("the store was not told", 0),
	},
	.teeth = {
		TOOTH(CLEAR_REFS_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(WP_FAULT_KEEPS_CLEAN),
	},
};
