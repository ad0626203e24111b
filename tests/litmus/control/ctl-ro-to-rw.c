/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Giving the right to write owes no flush: a CPU that keeps the read-only entry may
 * take a fault that was not needed, and its store is then made.
 *
 *	CPU 0				CPU 1
 *	mprotect(x, read, write)	r0 = store(x, 2)
 *	finally: r1 = load(x)
 */
#include <tests/litmus.h>

static void map_read_only(struct run *r)
{
	map(r, r->x, VM_READ, NULL, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void allow(struct run *r)
{
	protect(r, r->x, VM_READ | VM_WRITE);
}

static void store_it(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
	r->reg[1] = load(r, r->x);
}

LITMUS(ctl_ro_to_rw) = {
	.name = "control/ctl-ro-to-rw",
	.asks = "is giving the right to write harmless without a flush?",
	.source = "SDM vol. 3, 4.10.4.3",
	.setup = map_read_only,
	.warm = { NULL, touch },
	.cpu = { allow, store_it },
	.regs = { "1:store", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("the store is lost", DONE, FRESH),
		SOMETIMES("stored", DONE, 2),
		SOMETIMES("faulted before it was allowed", FAULT, FRESH),
	},
	.control = true,
};
