/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As fast-table, with flushes that interrupt nobody, by a CPU that idles in the mm.
 *
 *	CPU 0				CPU 1, the device
 *	munmap(lone)			idle: get lone, fast
 *	mmap(other)			store 3 there
 *	store(other, 2)
 *	finally: r0 = load(other)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	flush_tlbs_by(TLB_FLUSH_BROADCAST);
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

	idle();
	page = try_get_page_fast(r, r->lone, GUP_WRITE);
	device_store(r, page, 3);
	put_page(page, GUP_WRITE);
	become(NULL);
}

static void look(struct run *r)
{
	become(r->mm);
	r->reg[0] = load(r, r->other);
	become(NULL);
}

LITMUS(gup_fast_broadcast) = {
	.name = "gup/fast-broadcast",
	.asks = "do tables wait for fast GUP, if the flush interrupts nobody?",
	.source = "threads/004; Linux, tlb_remove_table_sync_one()",
	.setup = map_lone,
	.cpu = { move_on, get_and_store },
	.finish = look,
	.regs = { "other" },
	.sees = { 2 },
	.outcomes = {
		SOMETIMES("other has its own store", 2),
		NEVER("the device was given a page of another address", 3),
	},
	.teeth = {
		TOOTH(TABLE_FREE_SKIP_SYNC),
		TOOTH(TABLE_SYNC_SKIPS_LAZY),
		TOOTH(TABLE_SYNC_EARLY),
	},
};
