/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is protected before anything is there, and moved to z: the first store waits.
 *
 *	CPU 0				CPU 1
 *	protect(x)			wait for y
 *	y = 1				move x to z
 *	un-protect what stores		r0 = store(z, 2)
 *	wait for			r1 = how often it waited
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	watch_pages(r, r->x, 1);
}

static void protect_and_serve(struct run *r)
{
	uffd_protect_pages(r, r->x, 1);
	tell(&r->y);
	(void)uffd_serve(r);
}

static void move_then_store(struct run *r)
{
	await(&r->y);
	move_pages(r->mm, r->x, 1, r->z);
	r->reg[0] = store(r, r->z, 2);
	r->reg[1] = uffd_waits();
	stop_monitor(r);
}

LITMUS(uffd_unpopulated) = {
	.name = "uffd/unpopulated",
	.asks = "is memory protected that nobody has touched yet, wherever it moves?",
	.source = "ioctl_userfaultfd(2): UFFD_FEATURE_WP_UNPOPULATED; userfaultfd(2): UFFD_EVENT_REMAP",
	.setup = map_memory,
	.cpu = { protect_and_serve, move_then_store },
	.regs = { "1:store", "1:waits" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 1),
		NEVER("the store did not wait", DONE, 0),
	},
	.teeth = {
		TOOTH(UFFD_SKIPS_EMPTY),
		TOOTH(MREMAP_FORGETS_UFFD),
	},
};
