/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gup/wp-clear-refs with NUMA's hints, which take W away, too: they skip pages that are held.
 *
 *	CPU 0				CPU 1, the device
 *	change_prot_numa(x)		pin x for storing, fast
 *	load(x)
 *	store(x, 2)
 *	finally: the device stores 3, r0 = load(x)
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

static void hint_then_store(struct run *r)
{
	hint_pages(r, r->x, 1);
	(void)load(r, r->x);
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
	r->reg[0] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(gup_wp_hint) = {
	.name = "gup/wp-hint",
	.asks = "does a device that stores into a page keep it, whatever NUMA's hints do?",
	.source = "threads/003, rule (c); Linux, change_pte_range(): pinned pages get no hints",
	.setup = map_memory,
	.cpu = { hint_then_store, pin },
	.finish = store_and_look,
	.regs = { "x" },
	.sees = { 3 },
	.outcomes = {
		SOMETIMES("the process has the device's store", 3),
		NEVER("the page was replaced under the device", 2),
	},
	.teeth = {
		TOOTH(WP_IGNORES_HOLDERS),
		TOOTH(WP_ASKS_EARLY),
	},
};
