/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that names a register and sets it only if it was told in time: what the table says
 * of the others would be said of a register that nobody has set.
 *
 * Says: r->reg(1): a run has ended, and nobody has set the register
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	r->reg[0] = load(r, r->x);
	if (told(&r->y))
		r->reg[1] = load(r, r->x);
}

LITMUS(hostile_unset) = {
	.name = "hostile/unset",
	.asks = "is it noticed?",
	.source = "a broken test",
	.setup = map_x,
	.cpu = { act },
	.regs = { "0:x", "0:x again" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("read the page", OLD, ANY), NEVER("read another", ANY, ANY) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
};
