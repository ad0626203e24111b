/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test in which each of two actors waits for the other to tell, and does not before.
 *
 * Says: await(
 */
#include <tests/hostile/hostile.h>

static void act(struct run *r)
{
	await(&r->y);
	tell(&r->w);
	r->reg[0] = load(r, r->x);
}

static void act_too(struct run *r)
{
	await(&r->w);
	tell(&r->y);
}

LITMUS(hostile_waitsboth) = {
	.name = "hostile/waitsboth",
	.asks = "is it noticed?",
	.source = "a broken test",
	.setup = map_x,
	.cpu = { act, act_too },
	.regs = { "0:x" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("read the page", OLD), NEVER("read another", ANY) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
};
