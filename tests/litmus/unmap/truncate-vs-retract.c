/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file is cut while the tables that map it are taken away.  Truncation lowers the size and
 * then looks for what is mapped beyond it; if the table is gone by then, nobody finds it.
 *
 *	CPU 0				CPU 1
 *	truncate(file, 0)		take the file's tables away
 *
 * Finally: is the page mapped still, and who holds it?
 */
#include <kernel/mm/frames/page.h>
#include <tests/litmus.h>

static struct page *page;

static void map_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_SHARED, r->file[0], 0);
	fault_in(r->mm, r->lone);
	page = hold_page_at(r, r->lone);
}

static void cut(struct run *r)
{
	truncate_file(r, r->file[0], 0);
}

static void take_away(struct run *r)
{
	retract(r, r->file[0], 0);
}

static void look(struct run *r)
{
	r->reg[0] = page->mapcount != 0;
	r->reg[1] = (uint64_t)page->refcount;
	release_page(page);
}

LITMUS(truncate_vs_retract) = {
	.name = "unmap/truncate-vs-retract",
	.asks = "does truncation unmap what is beyond the end, though the table goes?",
	.source = "Linux, retract_page_tables() and truncation; hidden from dpor while it took "
		  "an interrupt for ordered before what its CPU did later",
	.setup = map_lone,
	.cpu = { cut, take_away },
	.finish = look,
	.regs = { "mapped", "refs" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("nothing is mapped", 0, 1),
		NEVER("a page is mapped for ever", 1, 2),
	},
	.teeth = { TOOTH(RETRACT_TRUSTS_SIZE) },
};
