/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is unmapped, and its frame becomes another's, while fast GUP is about to take a
 * reference to it, on a CPU that idles in the mm: the flush passes it by.
 *
 *	CPU 0				CPU 1, the device
 *	munmap(x)			get x, fast
 *	store(z, 2)			store 3 there
 *	finally: r0 = load(z)
 */
#include <tests/litmus.h>

static void map_both(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	populate(r, r->x);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
}

static void reuse(struct run *r)
{
	unmap(r, r->x);
	(void)store(r, r->z, 2);
}

static void get_and_store(struct run *r)
{
	struct page *page;

	idle();
	page = try_get_page_fast(r, r->x, GUP_WRITE);
	device_store(r, page, 3);
	put_page(page, GUP_WRITE);
	become(NULL);
}

static void look(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->z);
	become(NULL);
}

LITMUS(gup_fast_reuse) = {
	.name = "gup/fast-reuse",
	.asks = "does fast GUP give away no page that has become another's?",
	.source = "threads/004; Linux, gup_fast_pte_range(); catalogue: gupfast-vs-remove-pages",
	.setup = map_both,
	.cpu = { reuse, get_and_store },
	.finish = look,
	.regs = { "z" },
	.sees = { 2 },
	.outcomes = {
		SOMETIMES("z has its own store", 2),
		NEVER("the device was given the frame's next owner", 3),
	},
	.teeth = { TOOTH(GUP_FAST_SKIP_RECHECK) },
};
