/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gup/fork by rules (a) and (c): the page of a parent that a device has is copied for the child at
 * once, though nothing but a reference says so.
 *
 *	CPU 0, the parent		CPU 1, the device
 *	fork()				get x for storing, fast
 *	store(x, 2)
 *	finally: the device stores 3
 *	r0 = load(x); as the child: r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_COUNT);
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void fork_then_store(struct run *r)
{
	fork_mm(r, r->mm, r->mms[1]);
	(void)store(r, r->x, 2);
}

static void get(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_WRITE);
}

static void store_and_look(struct run *r)
{
	device_store(r, r->device, 3);
	become(r->mm);
	r->reg[0] = load(r, r->x);
	become(r->mms[1]);
	r->reg[1] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE);
}

LITMUS(gup_wp_fork) = {
	.name = "gup/wp-fork",
	.asks = "by rules (a) and (c), does a process keep the page that a device has, when it forks?",
	.source = "threads/003: the whole need for GUP_PIN_COUNTING_BIAS basically goes away",
	.setup = map_memory,
	.cpu = { fork_then_store, get },
	.finish = store_and_look,
	.regs = { "x", "the child's" },
	.sees = { 1, 2, 3 },
	.outcomes = {
		SOMETIMES("the parent has the device's store, the child its own page", 3, 1),
		NEVER("the page was replaced under the device", 2, ANY),
		NEVER("the child has another's store", ANY, ANY),
	},
	.teeth = {
		TOOTH(WP_IGNORES_HOLDERS),
		TOOTH(WP_ASKS_EARLY),
	},
};
