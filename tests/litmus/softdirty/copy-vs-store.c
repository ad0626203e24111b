/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How a checkpoint copies a program that runs: clear_refs, copy, and later copy again the pages
 * that are soft-dirty.  So a page that is not soft-dirty must be as it was copied.
 *
 *	CPU 0				CPU 1
 *	clear_refs(x)			store(x, 2)
 *	r0 = load(x)
 *	finally: r1 = x, r2 = is x soft-dirty?
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

static void clear_then_copy(struct run *r)
{
	clear_refs(r->mm, r->x, 1);
	r->reg[0] = load(r, r->x);
}

static void store_two(struct run *r)
{
	(void)store(r, r->x, 2);
}

static void look(struct run *r)
{
	r->reg[1] = mapped_content(r, r->x);
	r->reg[2] = soft_dirty(r->mm, r->x);
}

LITMUS(softdirty_copy_vs_store) = {
	.name = "softdirty/copy-vs-store",
	.asks = "is a page that is not soft-dirty as it was when it was copied after clear_refs?",
	.source = "Linux, Documentation/admin-guide/mm/soft-dirty.rst: checkpoint/restore",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { clear_then_copy, store_two },
	.finish = look,
	.regs = { "0:copy", "x", "soft-dirty" },
	.sees = { FRESH, 1, 2 },
	.outcomes = {
		SOMETIMES("copied before the store, which was told", 1, 2, 1),
		SOMETIMES("likewise, the first store", FRESH, 2, 1),
		NEVER("copied before the store, which was not told", 1, 2, 0),
		NEVER("likewise, the first store", FRESH, 2, 0),
		SOMETIMES("copied after the store", 2, 2, 0),
		SOMETIMES("copied after the store, which was told", 2, 2, 1),
	},
	.teeth = {
		TOOTH(CLEAR_REFS_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(WP_FAULT_KEEPS_CLEAN),
	},
};
