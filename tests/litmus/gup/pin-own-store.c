/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program has its own page pinned for reading, and stores to it, while the child reads the one
 * that they shared.
 *
 *	CPU 0, the parent		CPU 1, the child
 *	pin x for reading		r2 = load(x)
 *	r0 = store(x, 2)
 *	r1 = what the device reads
 *	unpin
 */
#include <tests/litmus.h>

static void fork_it(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void pin_and_store(struct run *r)
{
	struct page *page = get_page(r, r->mm, r->x, GUP_PIN);

	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = device_load(r, page);
	put_page(page, GUP_PIN);
}

static void load_as_child(struct run *r)
{
	r->reg[2] = load_in(r, r->mms[1], r->x);
}

LITMUS(gup_pin_own_store) = {
	.name = "gup/pin-own-store",
	.asks = "may a program store to a page that it has pinned for reading itself?",
	.source = "threads/003: This might be too big a can of worms",
	.setup = fork_it,
	.cpu = { pin_and_store, load_as_child },
	.regs = { "0:store", "0:the device's", "1:the child's" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the device sees the store, the child does not", DONE, 2, 1),
		NEVER("the device does not see the store", DONE, 1, 1),
		NEVER("the child sees the store", DONE, ANY, 2),
		NEVER("the store waits for the program's own pin, for ever", FAULT, ANY, ANY),
	},
	.teeth = {
		TOOTH(PIN_RO_WAITED_FOR),
		TOOTH(PIN_RO_REFUSED),
	},
};
