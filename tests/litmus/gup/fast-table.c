/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page and its tables are freed while fast GUP walks them.  The next mapping gets the same
 * frames, so a walk that goes on finds a page that is not at the address it looks up.
 *
 *	CPU 0				CPU 1, the device
 *	munmap(lone)			get lone, fast
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
	struct page *page = try_get_page_fast(r, r->lone, GUP_WRITE);

	device_store(r, page, 3);
	put_page(page, GUP_WRITE);
}

static void look(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->other);
	become(NULL);
}

LITMUS(gup_fast_table) = {
	.name = "gup/fast-table",
	.asks = "does a flush of tables wait for those who walk them with interrupts disabled?",
	.source = "threads/004: the TLB invalidate serialises against gup-fast, too",
	.setup = map_lone,
	.cpu = { move_on, get_and_store },
	.finish = look,
	.regs = { "other" },
	.sees = { 2 },
	.outcomes = {
		SOMETIMES("other has its own store", 2),
		NEVER("the device was given a page of another address", 3),
	},
	.teeth = { TOOTH(GUP_FAST_IRQS_ON) },
};
