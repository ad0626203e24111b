/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 is a monitor: it protects x, and un-protects what stores wait for.
 *
 *	CPU 0				CPU 1
 *	protect(x)			wait for y
 *	y = 1				r0 = store(x, 2)
 *	un-protect what stores		r1 = how often it waited
 *	wait for
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

static void await_then_store(struct run *r)
{
	await(&r->y);
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = uffd_waits();
	stop_monitor(r);
}

LITMUS(uffd_monitor) = {
	.name = "uffd/monitor",
	.asks = "does the monitor hear of every store that waits?",
	.source = "userfaultfd(2): UFFD_EVENT_PAGEFAULT",
	.setup = map_memory,
	.cpu = { protect_and_serve, await_then_store },
	.regs = { "1:store", "1:waits" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 1),
		NEVER("the store did not wait", DONE, 0),
		NEVER("the monitor was not told", FAULT, 1),
	},
	.teeth = {
		TOOTH(UFFD_SKIP_EVENT),
	},
};
