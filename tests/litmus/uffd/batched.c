/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim has cleared the entry of x, and not flushed it yet; then it is protected: a store must
 * wait, though nothing was there to be flushed.
 *
 *	CPU 0				CPU 1
 *	swap out x and others		protect(x)
 *	un-protect what stores		r0 = store(x, 2)
 *	wait for			r1 = is x marked?
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

#define PAGES 8

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE, NULL, 0);
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

static void swap_out_and_serve(struct run *r)
{
	swap_out_pages(r, r->x, window_pages(PAGES));
	(void)uffd_serve(r);
}

static void protect_and_store(struct run *r)
{
	uffd_protect_pages(r, r->x, 1);
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = pte_has(r, r->x, ENTRY_UFFD_WP);
	stop_monitor(r);
}

LITMUS(uffd_batched) = {
	.name = "uffd/batched",
	.asks = "does a protection make the flush that reclaim's batch owes?",
	.source = "3ea277194daa, for userfaultfd",
	.setup = map_memory,
	.warm = { touch_others, touch },
	.cpu = { swap_out_and_serve, protect_and_store },
	.regs = { "1:store", "1:marked" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 0),
		NEVER("stored to a protected page", DONE, 1),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_BATCHED, .policies = ON_BATCH | ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_WRITE),
	},
};
