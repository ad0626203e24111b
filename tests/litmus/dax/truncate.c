/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file is truncated whose page a device has pinned, by a CPU that idles in the mm, so that the
 * flush does not interrupt it; its block becomes another file's.
 *
 *	CPU 0				CPU 1, idle; the device
 *	truncate it, give the block	get x, fast; store 3, put it
 *	to another file: NEW
 *	finally: r0 = what the block has
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	dax_come(r, OLD);
	map_dax(r, r->x, VM_READ | VM_WRITE);
	populate(r, r->x);
}

static void give_away(struct run *r)
{
	dax_give_away(r, NEW);
}

static void get_and_store(struct run *r)
{
	struct page *page;

	idle();
	page = try_get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);
	device_store(r, page, 3);
	put_page(page, GUP_WRITE | GUP_PIN);
	become(NULL);
}

static void look(struct run *r)
{
	r->reg[0] = dax_content(r);
}

LITMUS(dax_truncate) = {
	.name = "dax/truncate",
	.asks = "does a block wait for its pins before it is another file's?",
	.source = "Linux, dax_layout_busy_page(); catalogue: dma-pin-vs-truncate",
	.setup = map_it,
	.cpu = { give_away, get_and_store },
	.finish = look,
	.regs = { "block" },
	.sees = { NEW },
	.outcomes = {
		SOMETIMES("the other file has its own", NEW),
		NEVER("the device wrote into another file", 3),
	},
	.teeth = {
		TOOTH(DAX_TRUNCATE_SKIP_WAIT),
		TOOTH(DAX_TRUNCATE_SKIP_SYNC),
	},
};
