/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file system is shut down, since its device is going.  No write reaches it any more: whoever
 * looks at it sees what it was.
 *
 *	CPU 0				CPU 1
 *	shut it down			store(x, 2)
 *	r0 = what the block has
 *	finally: r1 = what the block has
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	dax_come(r, OLD);
	map_dax(r, r->x, VM_READ | VM_WRITE);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void stop_and_look(struct run *r)
{
	dax_stop(r);
	r->reg[0] = dax_content(r);
}

static void store_it(struct run *r)
{
	(void)store(r, r->x, 2);
}

static void look(struct run *r)
{
	r->reg[1] = dax_content(r);
}

LITMUS(dax_shutdown) = {
	.name = "dax/shutdown",
	.asks = "does no write reach a file system after its shutdown?",
	.source = "threads/004: the filesystem may want to guarantee that no further dax writes happen",
	.setup = map_it,
	.warm = { NULL, touch },
	.cpu = { stop_and_look, store_it },
	.finish = look,
	.regs = { "0:block", "block" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		SOMETIMES("the store came before", 2, 2),
		SOMETIMES("it was refused", OLD, OLD),
		SOMETIMES("it was refused, and one before was not", 1, 1),
		NEVER("it came after the shutdown", OLD, 2),
		NEVER("the same, after one before", 1, 2),
	},
	.teeth = {
		TOOTH(DAX_SKIP_ZAP),
		TOOTH(TRUNCATE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
