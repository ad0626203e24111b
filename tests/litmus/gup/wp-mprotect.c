/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * By rule (c) mprotect() fails while a device has a page for storing, which needs no count of pins:
 * the device's reference will do.
 *
 *	CPU 0				CPU 1, the device
 *	r0 = mprotect(x, read)		get x for storing, fast
 *	mprotect(x, read and write)
 *	store(x, 2)
 *	finally: the device stores 3, r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_COUNT);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void protect_then_store(struct run *r)
{
	r->reg[0] = try_protect(r, r->x, VM_READ);
	protect(r, r->x, VM_READ | VM_WRITE);
	(void)store(r, r->x, 2);
}

static void get(struct run *r)
{
	r->device = try_get_page_fast(r, r->x, GUP_WRITE);
}

static void store_and_look(struct run *r)
{
	r->reg[1] = FAULT;
	if (!r->device)
		return;
	device_store(r, r->device, 3);
	become(r->mm);
	r->reg[1] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE);
}

LITMUS(gup_wp_mprotect) = {
	.name = "gup/wp-mprotect",
	.asks = "does a device that stores into a page keep it, if mprotect() fails meanwhile?",
	.source = "threads/003, rule (c): never made read-only unless it has a page_count() of 1",
	.setup = map_memory,
	.cpu = { protect_then_store, get },
	.finish = store_and_look,
	.regs = { "0:mprotect", "x" },
	.sees = { 2, 3, DONE, E_BUSY },
	.outcomes = {
		NEVER("the page was replaced under the device", ANY, 2),
		SOMETIMES("mprotect() fails, for somebody else's I/O", E_BUSY, 3),
		SOMETIMES("made read-only, and got for storing after that", DONE, 3),
		SOMETIMES("the device was refused", DONE, FAULT),
	},
	.teeth = { TOOTH(WP_IGNORES_HOLDERS) },
};
