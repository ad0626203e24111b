/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test that has a bug of its own, in one interleaving of two: it looks behind a NULL.
 *
 * Crashes: is touched, where nothing is
 */
#include <kernel/mm/tables/mm_types.h>
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	if (told(&r->y))
		r->reg[0] = READ_ONCE(r->guest->tlb.ctx_id); /* there is none */
	else
		r->reg[0] = load(r, r->x);
}

static void act_too(struct run *r)
{
	tell(&r->y);
}

LITMUS(hostile_null) = {
	.name = "hostile/null",
	.asks = "is it noticed?",
	.source = "a broken test",
	.setup = map_x,
	.cpu = { act, act_too },
	.regs = { "0:x" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("read the page", OLD), NEVER("read another", ANY) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
};
