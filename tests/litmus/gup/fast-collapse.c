/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The reverse mapping takes a page table away, as a collapse does, while fast GUP walks it; flushes
 * interrupt nobody.  The next call that changes the map frees it.
 *
 *	CPU 0				CPU 1
 *	take the file's tables away	get lone, fast; r0 = its content
 *	mmap(other), store(other, 2)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	flush_tlbs_by(TLB_FLUSH_BROADCAST);
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->lone);
}

static void retract_and_move_on(struct run *r)
{
	retract(r, r->file[0], 0);
	map(r, r->other, VM_READ | VM_WRITE, NULL, 0);
	(void)store(r, r->other, 2);
}

static void get_and_look(struct run *r)
{
	struct page *page = try_get_page_fast(r, r->lone, 0);

	r->reg[0] = device_load(r, page);
	put_page(page, 0);
}

LITMUS(gup_fast_collapse) = {
	.name = "gup/fast-collapse",
	.asks = "does a table that is taken away wait for those who walk it with interrupts disabled?",
	.source = "Linux, 70cbc3cc78a9 and 2ba99c5e0881; catalogue: collapse-vs-gupfast",
	.setup = map_lone,
	.cpu = { retract_and_move_on, get_and_look },
	.regs = { "1:lone" },
	.sees = { FAULT },
	.outcomes = {
		SOMETIMES("got none, since it is a file's", FAULT),
		NEVER("got a page of another address", 2),
		NEVER("got a page of another address, new", FOREIGN),
	},
	.teeth = { TOOTH(RETRACT_FORGETS_TABLE) },
};
