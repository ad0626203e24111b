/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As gup, by a CPU that idles in the mm: the flush before removal does not interrupt it, so that
 * nothing but the reference to the device keeps the struct page that it is about to look at.
 *
 *	CPU 0				CPU 1, idle
 *	the memory goes			get x, fast; put it
 *	finally: r0 = looks at a struct page that had gone
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	dax_come(r, OLD);
	map_dax(r, r->x, VM_READ | VM_WRITE);
	populate(r, r->x);
}

static void unbind(struct run *r)
{
	dax_unbind(r);
}

static void get_it(struct run *r)
{
	struct page *page;

	idle();
	page = try_get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);
	put_page(page, GUP_WRITE | GUP_PIN);
	become(NULL);
}

static void look(struct run *r)
{
	r->reg[0] = dax_strays(r);
}

LITMUS(dax_gup_lazy) = {
	.name = "dax/gup-lazy",
	.asks = "does a struct page stay for fast GUP on a CPU that no flush interrupts?",
	.source = "threads/004: a live reference to the device; gupfast-vs-remove-pages",
	.setup = map_it,
	.cpu = { unbind, get_it },
	.finish = look,
	.regs = { "strays" },
	.sees = { 1 },
	.outcomes = {
		SOMETIMES("it was there, or not looked at", 0),
		NEVER("looked at a struct page that had gone", 1),
	},
	.teeth = {
		TOOTH(GUP_FAST_SKIP_PGMAP),
		TOOTH(GUP_FAST_PGMAP_LATE),
		TOOTH(DAX_SKIP_LIVE_WAIT),
	},
};
