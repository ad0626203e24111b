/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As gup-lazy, by a CPU that makes user accesses, with a flush that interrupts nobody: so fast GUP
 * has to hold the device wherever it runs.
 *
 *	CPU 0				CPU 1
 *	the memory goes			get x, fast; put it
 *	finally: r0 = looks at a struct page that had gone
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	flush_tlbs_by(TLB_FLUSH_BROADCAST);
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
	struct page *page = try_get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);

	put_page(page, GUP_WRITE | GUP_PIN);
}

static void look(struct run *r)
{
	r->reg[0] = dax_strays(r);
}

LITMUS(dax_gup_broadcast) = {
	.name = "dax/gup-broadcast",
	.asks = "does a struct page stay for fast GUP, if the flush before removal interrupts nobody?",
	.source = "threads/004: given that the hardware's walker does not, why does gup-fast?",
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
	},
};
