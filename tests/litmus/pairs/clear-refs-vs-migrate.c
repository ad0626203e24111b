/* SPDX-License-Identifier: BSD-2-Clause */
/*
 *	CPU 0				CPU 1
 *	move x				clear_refs(x)
 *					f = faults
 *					store(x, 2)
 *					r0 = store, r1 = was a fault taken?
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void move_x(struct run *r)
{
	migrate(r, r->x);
}

static void clear_then_store(struct run *r)
{
	uint64_t before;

	clear_refs(r->mm, r->x, 1);
	before = faults_taken();
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = faults_taken() != before;
}

LITMUS(clear_refs_vs_migrate) = {
	.name = "pairs/clear-refs-vs-migrate",
	.asks = "once clear_refs returns, is the next store noticed though the page was moving?",
	.source = "Linux, clear_soft_dirty(): migration entries",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { move_x, clear_then_store },
	.regs = { "1:store", "1:noticed" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store was noticed", DONE, 1),
		NEVER("the store went unnoticed", DONE, 0),
	},
	.teeth = { TOOTH(CLEAR_REFS_SKIPS_MOVING) },
};
