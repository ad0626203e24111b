/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By pin_ro=wait, a device pins a page without a lock while a store is about to replace it.
 *
 *	CPU 0, the parent		CPU 1, the device
 *	r0 = store(x, 2)		pin x for reading, fast
 *	w = 1				r1 = w
 *					r2 = what the device reads
 *					unpin
 */
#include <tests/litmus.h>

/* Long enough that a store that does not wait is made meanwhile. */
#define LOOKS 100

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
	r->reg[0] = store(r, r->x, 2);
	tell(&r->w);
}

static void read_once(struct run *r)
{
	struct page *page = get_page_fast(r, r->x, GUP_PIN);

	r->reg[1] = 0;
	for (size_t i = window_pages(LOOKS); i > 1 && !r->reg[1]; i--) {
		pause_us(2);
		r->reg[1] = (uint64_t)told(&r->w);
	}
	r->reg[2] = device_load(r, page);
	put_page(page, GUP_PIN);
}

LITMUS(gup_pin_wait_fast) = {
	.name = "gup/pin-wait-fast",
	.asks = "does a store that waits for pins see one that fast GUP takes?",
	.source = "threads/003: a subsequent COW on the page will wait for the GUP to go away",
	.setup = fork_it,
	.cpu = { store_it, read_once },
	.regs = { "0:store", "1:w", "1:the device's" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("the store did not wait", DONE, 1, 1),
		SOMETIMES("the device reads, then the store is made", DONE, 0, 1),
		SOMETIMES("the store is made, then the device reads", DONE, ANY, 2),
		NEVER("the store waits for ever", FAULT, ANY, ANY),
	},
	.teeth = {
		TOOTH(COW_ASKS_PINS_EARLY),
		TOOTH(COW_SKIP_PIN_WAIT),
	},
};
