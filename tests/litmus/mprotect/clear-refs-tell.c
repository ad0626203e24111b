/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 wants to know who stores to x from now on.  A store after that must be noticed: it
 * makes the entry writable again.
 *
 *	CPU 0				CPU 1
 *	clear_refs(x)			wait for y
 *	y = 1				store(x, 2)
 *					r0 = W of x's PTE
 */
#include <arch/pte.h>
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
	r->reg[0] = pte_has(r, r->x, PTE_WRITE);
}

LITMUS(clear_refs_tell) = {
	.name = "mprotect/clear-refs-tell",
	.asks = "once clear_refs returns, is every store noticed?",
	.source = "Linux, Documentation/admin-guide/mm/soft-dirty.rst",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { clear_then_tell, wait_then_store },
	.regs = { "1:writable" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store was noticed", 1),
		NEVER("the store went unnoticed", 0),
	},
	.teeth = {
		TOOTH(CLEAR_REFS_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
