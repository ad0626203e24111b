/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page table is taken away by the reverse mapping, and freed by the next call that
 * changes the map.  CPUs may have it in their paging-structure caches.
 *
 *	CPU 0				CPU 1
 *	take the file's tables away	r0 = load(lone)
 *	mmap(x)
 *	another owner takes a frame
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

static void retract_map_occupy(struct run *r)
{
	retract(r, r->file[0], INDEX);
	map(r, r->x, VM_READ, NULL, 0);
	occupy_frame(r, OTHER);
}

static void touch_once(struct run *r)
{
	r->reg[0] = load(r, r->lone);
}

LITMUS(retract_alone) = {
	.name = "unmap/retract-alone",
	.asks = "is a table that is taken away flushed before it is freed?",
	.source = "SDM vol. 3, 4.10.4.2: after changing an entry that is no leaf, at least one INVLPG",
	.setup = map_lone,
	.warm = { NULL, touch },
	.cpu = { retract_map_occupy, touch_once },
	.regs = { "1:lone" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page", OLD),
		NEVER("walked a frame that is no table", FAULT),
		NEVER("read what is not there", FOREIGN),
	},
	.teeth = {
		TOOTH(RETRACT_SKIP_FLUSH, .needs = KEEPS_UPPER | KEEPS_SPECULATED),
	},
};
