/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page moves while another CPU takes the right to store away from it.  mprotect() finds
 * an entry that gives none, and relies on that.
 *
 *	CPU 0				CPU 1
 *	move x				mprotect(x, read)
 *	finally: r0 = store(x, 2)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void move(struct run *r)
{
	migrate(r, r->x);
}

static void take_right(struct run *r)
{
	protect(r, r->x, VM_READ);
}

static void try_to_store(struct run *r)
{
	become(r->mm);
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = load(r, r->x);
	become(NULL);
}

LITMUS(migrate_vs_mprotect) = {
	.name = "migrate/vs-mprotect",
	.asks = "once mprotect() returns, does a page that was moving come back without the right?",
	.source = "Linux, remove_migration_pte(): rights from the area",
	.setup = map_x,
	.cpu = { move, take_right },
	.finish = try_to_store,
	.regs = { "store x", "load x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("protected, yet stored", DONE, ANY),
		SOMETIMES("the store faults, and the page is there", FAULT, 1),
	},
	.teeth = {
		TOOTH(MIGRATE_KEEPS_WRITE),
	},
};
