/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By rule (c) mprotect() of two pages fails, since a device has the second.  The program loses no
 * right by that: its other thread goes on storing.
 *
 *	CPU 0				CPU 1
 *	r0 = mprotect(x and x + 1, read)	r1 = store(x, 2)
 *	r2 = store(x + 1, 3)
 */
#include <tests/litmus.h>

static void map_held(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_REFUSE);
	map_pages(r->mm, r->x, 2, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	(void)store(r, r->x + PAGE_SIZE, 1);
	become(NULL);
	r->device = get_page(r, r->mm, r->x + PAGE_SIZE, GUP_WRITE | GUP_PIN);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void protect_then_store(struct run *r)
{
	r->reg[0] = try_protect_pages(r->mm, r->x, 2, VM_READ);
	r->reg[2] = store(r, r->x + PAGE_SIZE, 3);
}

static void store_meanwhile(struct run *r)
{
	r->reg[1] = store(r, r->x, 2);
}

static void let_go(struct run *r)
{
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(gup_wp_range) = {
	.name = "gup/wp-range",
	.asks = "does a program keep its rights, if mprotect() fails for a page that a device has?",
	.source = "threads/003: having mprotect() fail in a multithreaded process",
	.setup = map_held,
	.warm = { NULL, touch },
	.cpu = { protect_then_store, store_meanwhile },
	.finish = let_go,
	.regs = { "0:mprotect", "1:x", "0:x + 1" },
	.sees = { DONE },
	.outcomes = {
		SOMETIMES("it fails, and all stores are made", E_BUSY, DONE, DONE),
		NEVER("it fails, and a store does", E_BUSY, ANY, FAULT),
		NEVER("it fails, and another thread's store does", E_BUSY, FAULT, DONE),
		NEVER("a page is made read-only under the device", DONE, ANY, FAULT),
	},
	.teeth = {
		TOOTH(WP_IGNORES_HOLDERS),
		TOOTH(MPROTECT_ASKS_LATE),
	},
};
