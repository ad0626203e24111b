/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * While a CPU is away a page table goes that maps nothing, so no leaf of it is cached: only
 * the way to it may be.  The frame becomes somebody's data before the CPU is back.
 *
 *	CPU 0				CPU 1
 *	wait for w			to mm 1
 *	munmap(lone)			w = 1
 *	occupy the frame		wait for y
 *	y = 1				back to mm 0
 *					r0 = load(lone)
 */
#include <tests/litmus.h>

/* Mapped once, so that the table is there, and taken away again. */
static void make_empty_table(struct run *r)
{
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
	advise_pages(r->mm, r->lone, 1, MADV_DONTNEED);
}

static void unmap_then_occupy(struct run *r)
{
	await(&r->w);
	unmap(r, r->lone);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void go_and_return(struct run *r)
{
	become(r->mms[1]);
	tell(&r->w);
	await(&r->y);
	become(r->mm);
	r->reg[0] = load(r, r->lone);
}

LITMUS(return_to_freed_table) = {
	.name = "switch/return-to-freed-table",
	.asks = "does a CPU that returns to an mm forget the tables that were freed meanwhile?",
	.source = "SDM vol. 3, 4.10.3.1 and 4.10.4.1: kept PCIDs keep paging-structure caches, too",
	.setup = make_empty_table,
	.cpu = { unmap_then_occupy, go_and_return },
	.regs = { "1:lone" },
	.sees = { FRESH, OTHER },
	.outcomes = {
		NEVER("read through the table that was freed", FRESH),
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(SWITCH_SKIP_GEN_CHECK, .needs = KEEPS_PCID | KEEPS_UPPER),
	},
};
