/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file's VMA is registered, and protected, while its page table is being taken away: either
 * the table goes before, or the marker stays.
 *
 *	CPU 0				CPU 1
 *	register, protect(lone)		retract the table
 *	finally: load(lone); r0 = is it protected?
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
	fault_in(r->mm, r->lone);
}

static void register_and_protect(struct run *r)
{
	watch_pages(r, r->lone, TABLE_PAGES);
	uffd_protect_pages(r, r->lone, 1);
}

static void retract_table(struct run *r)
{
	retract(r, r->file[0], 0);
}

static void look(struct run *r)
{
	populate(r, r->lone);
	r->reg[0] = pte_has(r, r->lone, ENTRY_UFFD_WP);
}

LITMUS(uffd_vs_retract) = {
	.name = "uffd/vs-retract",
	.asks = "does a marker stay though its table was about to go when its area was registered?",
	.source = "an edit that no test noticed; Linux, retract_page_tables(): userfaultfd_wp()",
	.setup = map_file,
	.cpu = { register_and_protect, retract_table },
	.finish = look,
	.regs = { "marker" },
	.sees = { OLD },
	.outcomes = {
		NEVER("protected, and the marker is gone", 0),
		SOMETIMES("protected", 1),
	},
	.teeth = {
		TOOTH(UFFD_SKIP_RMAP_LOCK),
	},
};
