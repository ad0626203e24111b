/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap() sees a page table and decides to move it; before it holds the locks, the reverse
 * mapping takes the table away, as for a huge page.  What mremap() saw is no table of
 * this VMA any more, and once nobody looks at it becomes something else.
 *
 *	CPU 0				CPU 1
 *	mremap(2 MiB from lone		take the file's tables away
 *	       to other)
 *	another owner takes a frame
 *	r0 = load(other)
 */
#include <tests/litmus.h>

/* The VMA begins just before the end of the file, so it has few pages of it. */
#define INDEX (LITMUS_FILE_PAGES - 1)

static void map_lone(struct run *r)
{
	content(r, r->file[0], INDEX, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_SHARED, r->file[0], INDEX);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void move_occupy_load(struct run *r)
{
	move_pages(r->mm, r->lone, TABLE_PAGES, r->other);
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->other);
}

static void retract_tables(struct run *r)
{
	retract(r, r->file[0], INDEX);
}

LITMUS(mremap_pmd_move_vs_collapse) = {
	.name = "unmap/mremap-pmd-move-vs-collapse",
	.asks = "is the entry that moves the one that is there when the locks are held?",
	.source = "CVE-2024-50066 (Horn 2024): fix move_normal_pmd/retract_page_tables race",
	.setup = map_lone,
	.warm = { touch },
	.cpu = { move_occupy_load, retract_tables },
	.regs = { "0:other" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page", OLD),
		NEVER("walked a frame that is no table", FAULT),
		NEVER("read what is not there", FOREIGN),
	},
	.teeth = {
		TOOTH(MREMAP_SKIP_RECHECK),
		TOOTH(RETRACT_LISTS_LOCKED, .ends_boot = true),
	},
};
