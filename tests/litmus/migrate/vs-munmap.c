/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page moves while another CPU unmaps it and maps new memory in its place.  What moves
 * has no place to go back to.
 *
 *	CPU 0				CPU 1
 *	move x				unmap x, map it anew
 *	finally: r0 = load(x)
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

static void map_anew(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void read_back(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->x);
	become(NULL);
}

LITMUS(migrate_vs_munmap) = {
	.name = "migrate/vs-munmap",
	.asks = "once munmap() returns, does a page that was moving stay away?",
	.source = "Linux, remove_migration_pte()",
	.setup = map_x,
	.cpu = { move, map_anew },
	.finish = read_back,
	.regs = { "x" },
	.sees = { 1, FRESH },
	.outcomes = {
		NEVER("mapped anew, yet read the page that moved", 1),
		SOMETIMES("read new memory", FRESH),
	},
	.teeth = {
		TOOTH(MIGRATE_RESTORE_UNCHECKED),
	},
};
