/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By pin_ro=wait, a store waits for the program's other thread, which has the page pinned and calls
 * mmap() before it gives it back.
 *
 *	CPU 0				CPU 1
 *	wait for y			pin x for reading, y = 1
 *	r0 = store(x, 2)		mmap(z)
 *					r1 = what the device reads
 *					unpin
 */
#include <tests/litmus.h>

static void fork_it(struct run *r)
{
	pin_readers_by(PIN_RO_WAIT);
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void store_it(struct run *r)
{
	await(&r->y);
	r->reg[0] = store(r, r->x, 2);
}

static void map_and_read(struct run *r)
{
	struct page *page = get_page(r, r->mm, r->x, GUP_PIN);

	tell(&r->y);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	r->reg[1] = device_load(r, page);
	put_page(page, GUP_PIN);
}

LITMUS(gup_pin_wait_mmap) = {
	.name = "gup/pin-wait-mmap",
	.asks = "may who has a page pinned call mmap() while a store waits for the pin?",
	.source = "threads/003: This might be too big a can of worms",
	.setup = fork_it,
	.cpu = { store_it, map_and_read },
	.regs = { "0:store", "1:the device's" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the device reads, then the store is made", DONE, 1),
		NEVER("the store did not wait", DONE, 2),
		NEVER("the store waits for ever", FAULT, ANY),
	},
	.teeth = {
		TOOTH(PIN_WAIT_HOLDS_LOCK, .ends_boot = true),
	},
};
