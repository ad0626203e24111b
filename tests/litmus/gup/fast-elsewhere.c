/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As fast-table, but CPU 1 has another mm loaded, so that no flush interrupts it.
 *
 *	CPU 0				CPU 1, the device
 *	munmap(lone)			in another mm: get lone, fast
 *	mmap(other)			store 3 there
 *	store(other, 2)
 *	finally: r0 = load(other)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
	populate(r, r->lone);
}

static void move_on(struct run *r)
{
	unmap(r, r->lone);
	map(r, r->other, VM_READ | VM_WRITE, NULL, 0);
	(void)store(r, r->other, 2);
}

static void get_and_store(struct run *r)
{
	struct page *page;

	become(r->mms[1]);
	page = try_get_page_fast(r, r->lone, GUP_WRITE);
	device_store(r, page, 3);
	put_page(page, GUP_WRITE);
}

static void look(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->other);
	become(NULL);
}

LITMUS(gup_fast_elsewhere) = {
	.name = "gup/fast-elsewhere",
	.asks = "does fast GUP leave alone the tables of an mm that its CPU does not have loaded?",
	.source = "Linux, gup_fast(): it walks the current mm",
	.setup = map_lone,
	.cpu = { move_on, get_and_store },
	.finish = look,
	.regs = { "other" },
	.sees = { 2 },
	.outcomes = {
		SOMETIMES("other has its own store", 2),
		NEVER("the device was given a page of another address", 3),
	},
	.teeth = { TOOTH(GUP_FAST_ANY_MM) },
};
