/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Nobody stores to x, which is moved and swapped out while it is read.
 *
 *	CPU 0				CPU 1
 *	migrate x			load(x)
 *	swap out x			load(x)
 *	finally: r0 = is x soft-dirty?
 */
#include <tests/litmus.h>

static void map_and_clear(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	clear_refs(r->mm, r->x, 1);
}

static void disturb(struct run *r)
{
	migrate(r, r->x);
	swap_out(r, r->x);
}

static void read_twice(struct run *r)
{
	(void)load(r, r->x);
	(void)load(r, r->x);
}

static void look(struct run *r)
{
	r->reg[0] = soft_dirty(r->mm, r->x);
}

LITMUS(softdirty_kept) = {
	.name = "softdirty/kept",
	.asks = "is a page not soft-dirty while nobody stores to it, wherever it goes?",
	.source = "Linux, pte_swp_soft_dirty(), remove_migration_pte()",
	.setup = map_and_clear,
	.cpu = { disturb, read_twice },
	.finish = look,
	.regs = { "soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("as it is", 0),
		NEVER("somebody seems to have stored to it", 1),
	},
	.teeth = { TOOTH(UNMAP_FORGETS_CLEAN) },
};
