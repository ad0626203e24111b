/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of a file is protected; then it is reclaimed, and the page table is taken away if that
 * is allowed.
 *
 *	CPU 0				CPU 1
 *	protect(lone)			wait for y
 *	y = 1				reclaim the page, retract the table
 *	un-protect what stores		r0 = store(lone, 2)
 *	wait for			r1 = how often it waited
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	fault_in(r->mm, r->lone);
	watch_pages(r, r->lone, TABLE_PAGES);
}

static void protect_and_serve(struct run *r)
{
	uffd_protect_pages(r, r->lone, 1);
	tell(&r->y);
	(void)uffd_serve(r);
}

static void lose_then_store(struct run *r)
{
	await(&r->y);
	reclaim(r, r->file[0], 0, 1);
	retract(r, r->file[0], 0);
	r->reg[0] = store(r, r->lone, 2);
	r->reg[1] = uffd_waits();
	stop_monitor(r);
}

LITMUS(uffd_file) = {
	.name = "uffd/file",
	.asks = "does a page of a file stay protected though nothing maps it?",
	.source = "Linux, retract_page_tables(): pte markers",
	.setup = map_file,
	.cpu = { protect_and_serve, lose_then_store },
	.regs = { "1:store", "1:waits" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store waited", DONE, 1),
		NEVER("the store did not wait", DONE, 0),
	},
	.teeth = {
		TOOTH(RETRACT_IGNORES_UFFD),
		TOOTH(UNMAP_FORGETS_UFFD),
	},
};
