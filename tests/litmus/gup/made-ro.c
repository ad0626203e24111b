/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is pinned, then made read-only, and stored to.
 *
 *	CPU 0				CPU 1, the device
 *	clear_refs(x)			pin x
 *	store(x, 2)
 *	finally:
 *	the device stores 3, r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void clear_then_store(struct run *r)
{
	clear_refs(r->mm, r->x, 1);
	(void)store(r, r->x, 2);
}

static void pin(struct run *r)
{
	r->device = get_page(r, r->mm, r->x, GUP_PIN);
}

static void store_and_look(struct run *r)
{
	device_store(r, r->device, 3);
	become(r->mm);
	r->reg[0] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_PIN);
}

LITMUS(gup_made_ro) = {
	.name = "gup/made-ro",
	.asks = "does a pinned page stay the process's, though it is made read-only and stored to?",
	.source = "threads/003, rule (c); catalogue: cow-rule-c-pinned-made-ro",
	.setup = map_memory,
	.cpu = { clear_then_store, pin },
	.finish = store_and_look,
	.regs = { "x" },
	.sees = { 3 },
	.outcomes = {
		SOMETIMES("the process has the device's store", 3),
		NEVER("the page was replaced under the device", 2),
	},
	.teeth = { TOOTH(COW_BY_COUNT) },
};
