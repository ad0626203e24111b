/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is swapped out before it is protected, after, or meanwhile: a store to it waits all the same.
 *
 *	CPU 0				CPU 1
 *	protect(x)			swap out x
 *	y = 1				wait for y
 *	un-protect what stores		r0 = store(x, 2)
 *	wait for			r1 = how often it waited
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	watch_pages(r, r->x, 1);
}

static void protect_and_serve(struct run *r)
{
	uffd_protect_pages(r, r->x, 1);
	tell(&r->y);
	(void)uffd_serve(r);
}

static void disturb_then_store(struct run *r)
{
	swap_out(r, r->x);
	await(&r->y);
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = uffd_waits();
	stop_monitor(r);
}

LITMUS(uffd_swapped) = {
	.name = "uffd/swapped",
	.asks = "does a page stay protected while it is swapped out and read in again?",
	.source = "ioctl_userfaultfd(2); Linux, pte_swp_mkuffd_wp()",
	.setup = map_memory,
	.cpu = { protect_and_serve, disturb_then_store },
	.regs = { "1:store", "1:waits" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 1),
		NEVER("the store did not wait", DONE, 0),
	},
	.teeth = {
		TOOTH(UFFD_SKIPS_SWAPPED),
		TOOTH(UNMAP_FORGETS_UFFD),
		TOOTH(FAULT_FORGETS_UFFD),
	},
};
