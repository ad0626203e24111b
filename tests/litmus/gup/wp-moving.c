/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gup/wp-clear-refs, while the page is to be migrated.  A call that finds a migration entry cannot
 * ask whether the page is held, so a page that is held must not begin to move.
 *
 *	CPU 0				CPU 1
 *	r0 = clear_refs(x)		migrate x, which a device has
 *	store(x, 2)
 *	finally: the device stores 3, r1 = load(x)
 */
#include <tests/litmus.h>

static void map_held(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_COUNT);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	r->device = get_page(r, r->mm, r->x, GUP_WRITE);
}

static void clear_then_store(struct run *r)
{
	r->reg[0] = try_clear_refs(r->mm, r->x, 1);
	(void)store(r, r->x, 2);
}

static void move(struct run *r)
{
	(void)try_migrate(r, r->x);
}

static void store_and_look(struct run *r)
{
	device_store(r, r->device, 3);
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE);
}

LITMUS(gup_wp_moving) = {
	.name = "gup/wp-moving",
	.asks = "does a page that a device has stay writable, if it is to be migrated meanwhile?",
	.source = "threads/003, rule (c); an attack on this kernel",
	.setup = map_held,
	.cpu = { clear_then_store, move },
	.finish = store_and_look,
	.regs = { "0:clear_refs", "x" },
	.sees = { DONE, E_BUSY },
	.outcomes = {
		SOMETIMES("clear_refs fails", E_BUSY, 3),
		NEVER("made read-only", DONE, 3),
		NEVER("the page was replaced under the device", ANY, 2),
	},
	.teeth = {
		TOOTH(UNMAP_IGNORES_HOLDERS),
		TOOTH(WP_IGNORES_HOLDERS),
	},
};
