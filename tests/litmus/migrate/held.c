/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page cannot move while somebody holds a reference to its frame: the holder, a device, might
 * store there.
 *
 *	CPU 0				CPU 1
 *	get x's page, to store to it	repeat: r0 = load(x)
 *	move x				until it is not 1
 *	the device stores 2		wait for y, r0 = load(x)
 *	put the page, y = 1
 */
#include <tests/litmus.h>

#define LOOKS 3

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_held(struct run *r)
{
	struct page *page = get_page(r, r->mm, r->x, GUP_WRITE);

	migrate(r, r->x);
	device_store(r, page, 2);
	put_page(page, GUP_WRITE);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	r->reg[0] = load_until_told(r, r->x, 1, LOOKS);
}

LITMUS(migrate_held) = {
	.name = "migrate/held",
	.asks = "does a page stay where it is as long as somebody holds it?",
	.source = "Linux, folio_expected_ref_count()",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { move_held, keep_reading },
	.regs = { "1:x" },
	.sees = { 2 },
	.outcomes = {
		NEVER("the holder's store is lost", 1),
		SOMETIMES("it is there", 2),
	},
	.teeth = { TOOTH(MIGRATE_IGNORES_REFS) },
};
