/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * No swap slot is free.  An anonymous page that reclaim wants stays.
 *
 *	CPU 0				CPU 1
 *	swap out x			r0 = load(x)
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_stored(struct run *r)
{
	map_swapped(r, r->x, 1);
	populate(r, r->x);
	use_up_swap();
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void swap_out_then_read(struct run *r)
{
	swap_out(r, r->x);
	r->reg[1] = load(r, r->x);
}

static void read_once(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(out_of_swap) = {
	.name = "error/out-of-swap",
	.asks = "does anonymous memory stay when swap is full?",
	.source = "-ENOSPC from swap",
	.setup = map_stored,
	.warm = { NULL, touch },
	.cpu = { swap_out_then_read, read_once },
	.regs = { "1:x", "0:x" },
	.sees = { 1, FRESH },
	.outcomes = {
		SOMETIMES("it stayed", 1, 1),
		NEVER("what was stored is lost", ANY, ANY),
	},
	.teeth = { TOOTH(NO_SLOT_IS_NO_MATTER) },
};
