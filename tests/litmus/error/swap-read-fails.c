/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An anonymous page is in swap, and the device fails to read it.  That access faults; the
 * slot keeps what it has, and the next access finds it.
 *
 *	CPU 0				CPU 1
 *	r0 = load(x)			r1 = load(x)
 *	finally: r2 = load(x)
 */
#include <tests/litmus.h>

static void map_in_swap(struct run *r)
{
	map_swapped(r, r->x, 1);
	fail_reads();
}

static void read0(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void read1(struct run *r)
{
	r->reg[1] = load(r, r->x);
}

static void read_again(struct run *r)
{
	heal();
	become(r->mm);
	r->reg[2] = load(r, r->x);
	become(NULL);
}

LITMUS(swap_read_fails) = {
	.name = "error/swap-read-fails",
	.asks = "does a failed swap-in lose nothing, and show nothing else?",
	.source = "-EIO from the swap device",
	.setup = map_in_swap,
	.cpu = { read0, read1 },
	.finish = read_again,
	.regs = { "0:x", "1:x", "later" },
	.sees = { 1 },
	.outcomes = {
		SOMETIMES("CPU 0 met the error", FAULT, 1, 1),
		SOMETIMES("CPU 1 met it", 1, FAULT, 1),
		NEVER("something else was read", ANY, ANY, ANY),
	},
	.teeth = { TOOTH(READ_ERROR_IS_CONTENT) },
};
