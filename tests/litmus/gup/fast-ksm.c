/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is merged with one of the same content, while a device that has it by fast GUP stores.
 *
 *	CPU 0				CPU 1, the device
 *	merge x				get x, fast; store 3, put it
 *	finally: r0 = load(x)
 */
#include <tests/litmus.h>

static struct page *stable;

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	populate(r, r->x);
	stable = stable_page(r->mm, r->x);
}

static void merge(struct run *r)
{
	(void)ksm(r->mm, r->x, stable);
}

static void get_and_store(struct run *r)
{
	struct page *page = get_page_fast(r, r->x, GUP_WRITE | GUP_PIN);

	device_store(r, page, 3);
	put_page(page, GUP_WRITE | GUP_PIN);
}

static void look(struct run *r)
{
	r->reg[0] = mapped_content(r, r->x);
	release_page(stable);
}

LITMUS(gup_fast_ksm) = {
	.name = "gup/fast-ksm",
	.asks = "does what a device stores to a page that fast GUP has pinned survive a merge?",
	.source = "Linux, write_protect_page() of KSM: no O_DIRECT is under way",
	.setup = map_memory,
	.cpu = { merge, get_and_store },
	.finish = look,
	.regs = { "x" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the device's store is there", 3),
		NEVER("it is lost", FRESH),
	},
	.teeth = { TOOTH(KSM_ASKS_EARLY) },
};
