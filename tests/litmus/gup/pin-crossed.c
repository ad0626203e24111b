/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two threads have a page each pinned for reading, and store to the other's before they give it
 * back.
 *
 *	CPU 0				CPU 1
 *	pin x for reading, y = 1	wait for y
 *	wait for w			pin z for reading, w = 1
 *	r0 = store(z, 2)		r1 = store(x, 2)
 *	unpin x				unpin z
 */
#include <tests/litmus.h>

static void fork_it(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	(void)store(r, r->z, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void pin_x(struct run *r)
{
	struct page *page = get_page(r, r->mm, r->x, GUP_PIN);

	tell(&r->y);
	await(&r->w);
	r->reg[0] = store(r, r->z, 2);
	put_page(page, GUP_PIN);
}

static void pin_z(struct run *r)
{
	struct page *page;

	await(&r->y);
	page = get_page(r, r->mm, r->z, GUP_PIN);
	tell(&r->w);
	r->reg[1] = store(r, r->x, 2);
	put_page(page, GUP_PIN);
}

LITMUS(gup_pin_crossed) = {
	.name = "gup/pin-crossed",
	.asks = "may two threads store to what the other has pinned for reading?",
	.source = "threads/003: This might be too big a can of worms",
	.setup = fork_it,
	.cpu = { pin_x, pin_z },
	.regs = { "0:store", "1:store" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("both stores are made", DONE, DONE),
		NEVER("one waits for the other, for ever", ANY, ANY),
	},
	.teeth = { TOOTH(PIN_RO_WAITED_FOR) },
};
