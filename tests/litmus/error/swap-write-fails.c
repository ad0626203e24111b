/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An anonymous page was in swap once, and has been stored to since.  It is swapped out
 * again, and the device fails to write it.  It must stay where it can be found, and what
 * was stored with it.
 *
 *	CPU 0				CPU 1
 *	swap out x			r0 = load(x)
 *	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_stored(struct run *r)
{
	map_swapped(r, r->x, 1);
	become(r->mm);
	(void)store(r, r->x, 2);
	become(NULL);
	fail_writes();
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

LITMUS(swap_write_fails) = {
	.name = "error/swap-write-fails",
	.asks = "is a page that could not be swapped out still there?",
	.source = "-EIO from the swap device",
	.setup = map_stored,
	.warm = { NULL, touch },
	.cpu = { swap_out_then_read, read_once },
	.regs = { "1:x", "0:x" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("nothing was lost", 2, 2),
		NEVER("what was stored is lost", ANY, ANY),
	},
	.teeth = { TOOTH(SWAP_WRITE_ERROR_IS_CLEAN) },
};
