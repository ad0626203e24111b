/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that breaks no rule, and whose teeth cannot bite.
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void look(struct run *r)
{
	(void)load(r, r->x);
}

LITMUS(hostile_toothless) = {
	.name = "hostile/toothless",
	.asks = "is it noticed?",
	.source = "a test without teeth",
	.setup = map_x,
	.cpu = { act, look },
	.regs = { "0:x" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("read the page", OLD), NEVER("read another", ANY) },
	.teeth = {
		TOOTH(COW_SKIP_FLUSH),
		TOOTH(GEN_SKIP_BARRIER, .needs = KEEPS_BUFFERED),
	},
};
