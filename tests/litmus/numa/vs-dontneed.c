/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is discarded while a hinting fault on it restores its entry.
 *
 *	CPU 0				CPU 1
 *	r0 = load(x)			madvise(x, DONTNEED)
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_and_hint(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	migrate(r, r->x); /* so it need not move later */
	hint_pages(r, r->x, 1);
}

static void read_x(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void discard_and_look(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
	r->reg[1] = load(r, r->x);
}

LITMUS(numa_vs_dontneed) = {
	.name = "numa/vs-dontneed",
	.asks = "does a hinting fault restore no entry that was cleared meanwhile?",
	.source = "an edit that no test noticed; Linux, do_numa_page(): pte_same() under the PTL",
	.setup = map_and_hint,
	.cpu = { read_x, discard_and_look },
	.regs = { "0:x", "1:x" },
	.sees = { FRESH, 1 },
	.outcomes = {
		NEVER("discarded, yet there", ANY, 1),
		SOMETIMES("read before the discard", 1, FRESH),
		SOMETIMES("read after it", FRESH, FRESH),
	},
	.teeth = { TOOTH(NUMA_RESTORES_UNLOCKED, .ends_boot = true) },
};
