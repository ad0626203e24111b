/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two calls protect x at once.  The second finds x protected, but the flush is still to come: it
 * must have been made when that call returns, or that call's own CPU could go on storing.
 *
 *	CPU 0				CPU 1
 *	protect(x and others)		protect(x)
 *	un-protect what stores		r0 = store(x, 2)
 *	wait for			r1 = is x marked?
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

#define PAGES 48

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	watch_pages(r, r->x, window_pages(PAGES));
}

static void touch_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)store(r, r->x + i * PAGE_SIZE, 1);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void protect_all_and_serve(struct run *r)
{
	uffd_protect_pages(r, r->x, window_pages(PAGES));
	(void)uffd_serve(r);
}

static void protect_and_store(struct run *r)
{
	uffd_protect_pages(r, r->x, 1);
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = pte_has(r, r->x, ENTRY_UFFD_WP);
	stop_monitor(r);
}

LITMUS(uffd_twice) = {
	.name = "uffd/twice",
	.asks = "does a protection wait for the flush of another that came before it?",
	.source = "99baac21e458, for userfaultfd; threads/002, point 1",
	.setup = map_memory,
	.warm = { touch_others, touch },
	.cpu = { protect_all_and_serve, protect_and_store },
	.regs = { "1:store", "1:marked" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 0),
		NEVER("stored to a protected page", DONE, 1),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_NESTED, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
