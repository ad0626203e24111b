/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gup/wp-mprotect with clear_refs, and a pin that is taken without a lock while clear_refs takes
 * W away.
 *
 *	CPU 0				CPU 1, the device
 *	r0 = clear_refs(x)		pin x for storing, fast
 *	store(x, 2)
 *	finally: the device stores 3, r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_REFUSE);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void clear_then_store(struct run *r)
{
	r->reg[0] = try_clear_refs(r->mm, r->x, 1);
	(void)store(r, r->x, 2);
}

static void pin(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);
}

static void store_and_look(struct run *r)
{
	device_store(r, r->device, 3);
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(gup_wp_clear_refs) = {
	.name = "gup/wp-clear-refs",
	.asks = "does clear_refs see a pin that fast GUP takes, and leave the page writable?",
	.source = "threads/003, rule (c); catalogue: cow-rule-c-pinned-made-ro",
	.setup = map_memory,
	.cpu = { clear_then_store, pin },
	.finish = store_and_look,
	.regs = { "0:clear_refs", "x" },
	.sees = { 3, DONE, E_BUSY },
	.outcomes = {
		NEVER("the page was replaced under the device", ANY, 2),
		SOMETIMES("clear_refs fails", E_BUSY, 3),
		SOMETIMES("made read-only, and pinned after that", DONE, 3),
	},
	.teeth = {
		TOOTH(WP_IGNORES_HOLDERS),
		TOOTH(WP_ASKS_EARLY),
	},
};
