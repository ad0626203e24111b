/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lone is unmapped, and its table is another's page, while truncation looks for what maps the
 * file.
 *
 *	CPU 0				CPU 1
 *	munmap(lone)			truncate(file, 0)
 *	another owner takes a frame
 *	finally: is the page mapped?
 */
#include <kernel/mm/frames/page.h>
#include <tests/litmus.h>

static struct page *page;

static void map_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->lone, VM_READ | VM_SHARED, r->file[0], 0);
	fault_in(r->mm, r->lone);
	page = hold_page_at(r, r->lone);
}

static void unmap_and_occupy(struct run *r)
{
	unmap(r, r->lone);
	occupy_frame(r, OTHER);
}

static void cut(struct run *r)
{
	truncate_file(r, r->file[0], 0);
}

static void look(struct run *r)
{
	r->reg[0] = page->mapcount != 0;
	release_page(page);
}

LITMUS(munmap_vs_truncate) = {
	.name = "unmap/munmap-vs-truncate",
	.asks = "are the tables of an area there as long as the reverse mapping finds it?",
	.source = "Linux, free_pgtables(): unlink_file_vma() comes first",
	.setup = map_lone,
	.cpu = { unmap_and_occupy, cut },
	.finish = look,
	.regs = { "mapped" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("nothing is mapped", 0),
		NEVER("the page is mapped for ever", 1),
	},
	.teeth = { TOOTH(UNMAP_UNLINKS_LATE, .ends_boot = true) },
};
