/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device pins a page while another is about to take its place.
 *
 *	CPU 0				CPU 1, the device
 *	r0 = replace_page(x)		pin x
 *	finally:
 *	store(x, 2), the device stores 3, r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
}

static void replace_it(struct run *r)
{
	r->reg[0] = try_replace(r, r->x, NEW);
}

static void pin(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);
}

static void store_and_look(struct run *r)
{
	become(r->mm);
	(void)store(r, r->x, 2);
	device_store(r, r->device, 3);
	r->reg[1] = load(r, r->x);
	become(NULL);
	put_page(r->device, GUP_WRITE | GUP_PIN);
}

LITMUS(gup_vs_replace) = {
	.name = "gup/vs-replace",
	.asks = "does a pinned page stay the process's, though it was about to be replaced?",
	.source = "Linux, uprobe_write(): it replaces no page that has more references",
	.setup = map_memory,
	.cpu = { replace_it, pin },
	.finish = store_and_look,
	.regs = { "0:replace", "x" },
	.sees = { 3 },
	.outcomes = {
		NEVER("the page was replaced under the device", ANY, 2),
		SOMETIMES("replaced, and then pinned", DONE, 3),
		SOMETIMES("pinned, so not replaced", E_AGAIN, 3),
	},
	.teeth = {
		TOOTH(REPLACE_IGNORES_PINS),
		TOOTH(REPLACE_ASKS_PINS_EARLY),
	},
};
