/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * KSM makes x read-only, finds that a device has got it meanwhile, and merges nothing.  By rule
 * (c) it is writable again then.
 *
 *	CPU 0				CPU 1, the device
 *	merge x				get x for storing, fast
 *	finally: store(x, 2), the device stores 3, r0 = load(x)
 */
#include <tests/litmus.h>

static struct page *stable;

static void map_memory(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_COUNT);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	stable = stable_page(r->mm, r->x);
}

static void merge(struct run *r)
{
	(void)ksm(r->mm, r->x, stable);
}

static void get(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_WRITE);
}

static void store_and_look(struct run *r)
{
	become(r->mm);
	(void)store(r, r->x, 2);
	device_store(r, r->device, 3);
	r->reg[0] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE);
	release_page(stable);
}

LITMUS(gup_wp_ksm) = {
	.name = "gup/wp-ksm",
	.asks = "does KSM leave a page writable that a device has got for storing?",
	.source = "threads/003, rule (c); an attack on this kernel",
	.setup = map_memory,
	.cpu = { merge, get },
	.finish = store_and_look,
	.regs = { "x" },
	.sees = { 2, 3 },
	.outcomes = {
		SOMETIMES("the process has the device's store", 3),
		NEVER("the page was replaced under the device", 2),
	},
	.teeth = { TOOTH(KSM_KEEPS_WP) },
};
