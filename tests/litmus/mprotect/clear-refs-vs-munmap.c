/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stores to lone are to be noticed, while it is unmapped, and its table goes.
 *
 *	CPU 0				CPU 1
 *	clear_refs(lone)		munmap(lone)
 *					r0 = load(lone)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
}

static void notice_stores(struct run *r)
{
	clear_refs(r->mm, r->lone, 1);
}

static void unmap_and_look(struct run *r)
{
	unmap(r, r->lone);
	r->reg[0] = load(r, r->lone);
}

LITMUS(clear_refs_vs_munmap) = {
	.name = "mprotect/clear-refs-vs-munmap",
	.asks = "does clear_refs act on areas and tables that are there, and stay?",
	.source = "an edit that no test noticed; Linux, clear_refs_write(): mmap_lock",
	.setup = map_lone,
	.cpu = { notice_stores, unmap_and_look },
	.regs = { "1:lone" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("what was unmapped is there", FRESH),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = { TOOTH(CHANGE_RANGE_SKIP_LOCK, .ends_boot = true) },
};
