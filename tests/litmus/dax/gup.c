/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device writes, directly, to a page of memory that is about to go.
 *
 *	CPU 0				CPU 1, the device that writes
 *	the memory goes			get x, fast; store 3, put it
 *	r0 = what its frame has
 *	finally: r1 = what its frame has, r2 = looks at a struct page that had gone
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	dax_come(r, OLD);
	map_dax(r, r->x, VM_READ | VM_WRITE);
	populate(r, r->x);
}

static void unbind_and_look(struct run *r)
{
	dax_unbind(r);
	r->reg[0] = dax_content(r);
}

static void get_and_store(struct run *r)
{
	struct page *page = try_get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);

	device_store(r, page, 3);
	put_page(page, GUP_WRITE | GUP_PIN);
}

static void look(struct run *r)
{
	r->reg[1] = dax_content(r);
	r->reg[2] = dax_strays(r);
}

LITMUS(dax_gup) = {
	.name = "dax/gup",
	.asks = "does memory go only when nobody has it pinned, and nobody is about to pin it?",
	.source = "threads/004; catalogue: gupfast-vs-remove-pages",
	.setup = map_it,
	.cpu = { unbind_and_look, get_and_store },
	.finish = look,
	.regs = { "0:frame", "frame", "strays" },
	.sees = { FREED, OLD, 3 },
	.outcomes = {
		SOMETIMES("it has gone", FREED, FREED, 0),
		NEVER("a store landed in what it has become", FREED, ANY, 0),
		NEVER("the device has it yet, when it should have gone", ANY, ANY, 0),
		NEVER("a struct page was looked at that had gone", ANY, ANY, 1),
	},
	.teeth = { TOOTH(DAX_SKIP_PIN_WAIT) },
};
