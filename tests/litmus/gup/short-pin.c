/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device is to read, once, a page that parent and child share, while the parent stores to it.
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

LITMUS(gup_short_pin) = {
	.name = "gup/short-pin",
	.asks = "is what a device reads of a pinned page never older than what the program stored?",
	.source = "threads/003: short-term !FOLL_WRITE GUP is permitted on an RO COW page",
	.setup = fork_it,
	.cpu = { store_it, read_once },
	.finish = look,
	.regs = { "0:store", "1:w", "1:the device's", "the child's" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("the store is made, and the device does not see it", DONE, 1, 1, 1),
		SOMETIMES("the device sees the store", DONE, 1, 2, 1),
		SOMETIMES("the device reads before the store is known", DONE, 0, ANY, 1),
		NEVER("the child sees the store", ANY, ANY, ANY, 2),
		NEVER("the store is not made", FAULT, ANY, ANY, ANY),
	},
	.teeth = {
		TOOTH(PIN_RO_REFUSED),
		TOOTH(GUP_SKIP_UNSHARE),
	},
};
