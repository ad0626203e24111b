/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By pin_ro=refuse, a device is to read a page that parent and child share, for as long as it
 * likes; then the parent stores to it.
 *
 *	CPU 0, the parent		CPU 1, the device
 *	wait for y			pin x for reading, for long
 *	store(x, 2)			y = 1
 *	finally:
 *	r0 = what the device reads; as the child: r1 = load(x)
 */
#include <tests/litmus.h>

#define LONG_PIN (GUP_PIN | GUP_LONGTERM)

static void fork_it(struct run *r)
{
	pin_readers_by(PIN_RO_REFUSE);
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
	(void)store(r, r->x, 2);
}

static void pin(struct run *r)
{
	r->device = get_page(r, r->mm, r->x, LONG_PIN);
	tell(&r->y);
}

static void look(struct run *r)
{
	r->reg[0] = device_load(r, r->device);
	put_page(r->device, LONG_PIN);
	r->reg[1] = load_in(r, r->mms[1], r->x);
}

LITMUS(gup_long_pin) = {
	.name = "gup/long-pin",
	.asks = "does a pin for long see what the program stores, though short ones need not?",
	.source = "Linux, FOLL_LONGTERM; threads/003: short-term",
	.setup = fork_it,
	.cpu = { store_it, pin },
	.finish = look,
	.regs = { "the device's", "the child's" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the device sees the store, the child does not", 2, 1),
		NEVER("the device has the child's page", 1, ANY),
		NEVER("the child sees the store", 2, 2),
	},
	.teeth = { TOOTH(GUP_FORGETS_LONGTERM) },
};
