/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gup/wp-clear-refs with userfaultfd: a page that is held gets no marker, and the call fails.
 *
 *	CPU 0, the monitor		CPU 1, the device
 *	r0 = protect(x)			pin x for storing, fast
 *	unprotect(x)
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
	watch_pages(r, r->x, 1);
}

static void protect_then_store(struct run *r)
{
	r->reg[0] = try_uffd_protect_pages(r, r->x, 1);
	uffd_unprotect_pages(r, r->x, 1);
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

LITMUS(gup_wp_uffd) = {
	.name = "gup/wp-uffd",
	.asks = "does a device that stores into a page keep it, if a monitor protects the page?",
	.source = "threads/003, rule (c); threads/002",
	.setup = map_memory,
	.cpu = { protect_then_store, pin },
	.finish = store_and_look,
	.regs = { "0:protect", "x" },
	.sees = { 3, DONE, E_BUSY },
	.outcomes = {
		NEVER("the page was replaced under the device", ANY, 2),
		SOMETIMES("the monitor is refused", E_BUSY, 3),
		SOMETIMES("protected, and pinned after that", DONE, 3),
	},
	.teeth = {
		TOOTH(WP_IGNORES_HOLDERS),
		TOOTH(WP_ASKS_EARLY),
	},
};
