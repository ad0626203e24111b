/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VMA of x becomes read-only, and writable again, before x is protected, after, or meanwhile.
 *
 *	CPU 0				CPU 1
 *	protect(x)			mprotect(x, R), mprotect(x, RW)
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
	protect(r, r->x, VM_READ);
	protect(r, r->x, VM_READ | VM_WRITE);
	await(&r->y);
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = uffd_waits();
	stop_monitor(r);
}

LITMUS(uffd_mprotect) = {
	.name = "uffd/mprotect",
	.asks = "does a page stay protected, whatever mprotect() does?",
	.source = "Linux, pte_modify(): _PAGE_UFFD_WP is in _PAGE_CHG_MASK",
	.setup = map_memory,
	.cpu = { protect_and_serve, disturb_then_store },
	.regs = { "1:store", "1:waits" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 1),
		NEVER("the store did not wait", DONE, 0),
	},
	.teeth = {
		TOOTH(MPROTECT_FORGETS_UFFD),
	},
};
