/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * While a page is being protected, stores may still reach it between the change of its entry and
 * the flush.  So nobody may rely on the protection before the call has returned.
 *
 *	CPU 0				CPU 1
 *	protect(x)			r0 = is x marked?
 *	un-protect(x)			r1 = store(x, 2)
 *					r2 = how often it waited
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	watch_pages(r, r->x, 1);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void protect_and_end(struct run *r)
{
	uffd_protect_pages(r, r->x, 1);
	uffd_unprotect_pages(r, r->x, 1);
}

static void look_and_store(struct run *r)
{
	r->reg[0] = pte_has(r, r->x, ENTRY_UFFD_WP);
	r->reg[1] = store(r, r->x, 2);
	r->reg[2] = uffd_waits() > 0;
}

LITMUS(uffd_in_flight) = {
	.name = "control/uffd-in-flight",
	.asks = "is it silent while a page is stored to whose protection is not flushed yet?",
	.source = "threads/002: data changes before tlb flush but after pte wr-protect is always fine",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { protect_and_end, look_and_store },
	.regs = { "1:marked", "1:store", "1:waited" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("stored before, or after", 0, DONE, 0),
		SOMETIMES("waited, seen too early", 0, DONE, 1),
		SOMETIMES("stored to a marked page", 1, DONE, 0),
		SOMETIMES("waited", 1, DONE, 1),
		NEVER("forgotten", ANY, FAULT, ANY),
	},
	.control = true,
};
