/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By pin_ro=wait, the device reads a page that parent and child share, and the parent's store
 * waits until it has.
 *
 *	CPU 0, the parent		CPU 1, the device
 *	wait for y			pin x for reading, y = 1
 *	r0 = store(x, 2)		r1 = w
 *	w = 1				r2 = what the device reads
 *					unpin
 *	finally: as the child: r3 = load(x)
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
	await(&r->y);
	r->reg[0] = store(r, r->x, 2);
	tell(&r->w);
}

static void read_once(struct run *r)
{
	struct page *page = get_page(r, r->mm, r->x, GUP_PIN);

	tell(&r->y);
	r->reg[1] = 0;
	for (size_t i = window_pages(LOOKS); i > 1 && !r->reg[1]; i--) {
		pause_us(2);
		r->reg[1] = (uint64_t)told(&r->w);
	}
	r->reg[2] = device_load(r, page);
	put_page(page, GUP_PIN);
}

static void look(struct run *r)
{
	r->reg[3] = load_in(r, r->mms[1], r->x);
}

LITMUS(gup_pin_wait) = {
	.name = "gup/pin-wait",
	.asks = "does a store wait until a page that is pinned for reading is not pinned any more?",
	.source = "threads/003: a subsequent COW on the page will wait for the GUP to go away",
	.setup = fork_it,
	.cpu = { store_it, read_once },
	.finish = look,
	.regs = { "0:store", "1:w", "1:the device's", "the child's" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the device reads, then the store is made", DONE, 0, 1, 1),
		NEVER("the store does not wait", DONE, 1, ANY, ANY),
		NEVER("the store waits for ever", FAULT, ANY, ANY, ANY),
		NEVER("the device sees the store", DONE, 0, 2, ANY),
		NEVER("the child sees the store", DONE, 0, 1, 2),
	},
	.teeth = {
		TOOTH(COW_SKIP_PIN_WAIT),
		TOOTH(PIN_WAIT_SKIP_RECHECK),
		TOOTH(PIN_WAIT_SKIP_WAKE),
	},
};
