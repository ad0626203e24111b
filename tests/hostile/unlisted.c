/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test whose table lacks what it always sees: a mistake of the table's, or of the memory
 * manager's, but nobody has seen a stale page.
 *
 * Fails: an outcome .*that the table does not have
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(hostile_unlisted) = {
	.name = "hostile/unlisted",
	.asks = "is it noticed?",
	.source = "a table that is not total",
	.setup = map_x,
	.cpu = { act },
	.regs = { "0:x" },
	.sees = { OLD, NEW },
	.outcomes = { SOMETIMES("read another page", NEW), NEVER("faulted", FAULT) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
};
