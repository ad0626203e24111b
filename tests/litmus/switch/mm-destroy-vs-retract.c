/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An mm ends while a table of it is retracted.  Nobody unmaps anything there any more, so whoever
 * ends the mm must free the table.
 *
 *	CPU 0				CPU 1
 *	the guest ends			take the file's tables away
 */
#include <tests/litmus.h>

/* The VMA begins just before the end of the file, so it has few pages of it. */
#define INDEX (LITMUS_FILE_PAGES - 1)

static void make_guest(struct run *r)
{
	content(r, r->file[0], INDEX, OLD);
	begin_guest(r);
	map_pages(r->guest, r->lone, TABLE_PAGES, VM_READ | VM_SHARED, r->file[0], INDEX);
	fault_in(r->guest, r->lone);
}

static void end(struct run *r)
{
	end_guest(r);
}

static void retract_tables(struct run *r)
{
	retract(r, r->file[0], INDEX);
}

static void look(struct run *r)
{
	reclaim(r, r->file[0], INDEX, 1);
	r->reg[0] = is_cached(r, r->file[0], INDEX);
	r->reg[1] = device_content(r, r->file[0], INDEX);
}

LITMUS(mm_destroy_vs_retract) = {
	.name = "switch/mm-destroy-vs-retract",
	.asks = "does an mm that ends free a table that is retracted meanwhile?",
	.source = "Linux, exit_mmap() and retract_page_tables()",
	.setup = make_guest,
	.cpu = { end, retract_tables },
	.finish = look,
	.regs = { "cached", "device" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("the page is unmapped", 0, OLD),
		NEVER("the page still counts as mapped", 1, ANY),
	},
	.teeth = { TOOTH(MUNMAP_FREES_RETIRED_FIRST, .ends_boot = true) },
};
