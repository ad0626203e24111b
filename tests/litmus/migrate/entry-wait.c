/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page moves while another CPU, which has no translation of it, loads from it.  The
 * load may fault on the way, and then waits; it ends with what the page holds.
 *
 *	CPU 0				CPU 1
 *	move x				r0 = load(x)
 *	finally: r1 = load(x)
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

static void read_once(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void read_back(struct run *r)
{
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
}

LITMUS(migrate_entry_wait) = {
	.name = "migrate/entry-wait",
	.asks = "does an access to a page that is moving end with its content?",
	.source = "Linux, migration_entry_wait()",
	.setup = map_x,
	.cpu = { move, read_once },
	.finish = read_back,
	.regs = { "1:x", "x" },
	.sees = { 1, FRESH },
	.outcomes = {
		NEVER("read fresh memory", FRESH, ANY),
		NEVER("the content is forgotten", 1, FRESH),
		NEVER("faulted for good", FAULT, ANY),
		SOMETIMES("read the page", 1, 1),
	},
	.teeth = {
		TOOTH(FAULT_IGNORES_MIGRATION),
	},
};
