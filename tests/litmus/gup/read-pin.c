/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device is to read a page that parent and child share; then the parent stores to it.
 *
 *	CPU 0, the parent		CPU 1, the device
 *	wait for y			pin x for reading
 *	store(x, 2)			y = 1
 *	finally:
 *	r0 = what the device reads; as the child: r1 = load(x)
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

static void store_it(struct run *r)
{
	await(&r->y);
	(void)store(r, r->x, 2);
}

static void pin(struct run *r)
{
	r->device = get_page(r, r->mm, r->x, GUP_PIN);
	tell(&r->y);
}

static void look(struct run *r)
{
	r->reg[0] = device_load(r, r->device);
	put_page(r->device, GUP_PIN);
	become(r->mms[1]);
	r->reg[1] = load(r, r->x);
	become(NULL);
}

LITMUS(gup_read_pin) = {
	.name = "gup/read-pin",
	.asks = "does a device that has a page pinned for reading see what its process stores?",
	.source = "Linux, a7f226604170: unsharing for pins; threads/003: read-only pins",
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
	.teeth = {
		TOOTH(GUP_SKIP_UNSHARE),
		TOOTH(COW_BY_COUNT),
	},
};
