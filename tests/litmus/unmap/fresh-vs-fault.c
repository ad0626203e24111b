/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two CPUs touch x, where no page is yet, at once.  One makes it; the other must not find the
 * frame there before it is clear, with what its last owner left.
 *
 *	CPU 0				CPU 1
 *	r0 = load(x)			r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	occupy_frame(r, OTHER); /* the frame that comes next */
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	map(r, r->x + PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x + PAGE_SIZE);
}

static void load_first(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void load_second(struct run *r)
{
	r->reg[1] = load(r, r->x);
}

LITMUS(fresh_vs_fault) = {
	.name = "unmap/fresh-vs-fault",
	.asks = "is a new page clear before anybody can read it?",
	.source = "Linux, clear_user_highpage() and __SetPageUptodate() before the entry",
	.setup = map_memory,
	.cpu = { load_first, load_second },
	.regs = { "0:x", "1:x" },
	.sees = { FRESH, OTHER, FREED, FOREIGN },
	.outcomes = {
		SOMETIMES("both read fresh memory", FRESH, FRESH),
		NEVER("read what was in the frame", ANY, ANY),
	},
	.teeth = {
		TOOTH(FAULT_CLEARS_LATE),
	},
};
