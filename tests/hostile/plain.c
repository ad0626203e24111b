/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test whose actors share a plain variable, which a compiler may keep, split or move.  Metal
 * cannot know; the model does.
 *
 * Races: race oracle: a plain store of 0x
 */
#include <tests/hostile/hostile.h>

static uint64_t word;

static void act(struct run *r)
{
	(void)r;
	word = 1;
}

static void act_too(struct run *r)
{
	r->reg[0] = word;
}

LITMUS(hostile_plain) = {
	.name = "hostile/plain",
	.asks = "is it noticed?",
	.source = "a broken test",
	.setup = map_x,
	.cpu = { act, act_too },
	.regs = { "1:word" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("0 or 1", ANY), NEVER("something else", FOREIGN) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
};
