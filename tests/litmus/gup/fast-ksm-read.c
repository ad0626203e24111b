/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is merged with one of the same content, while a device pins it, by fast GUP, to read
 * what the program stores later.
 *
 *	CPU 0				CPU 1, the device
 *	merge x				pin x for reading, fast
 *	finally:
 *	store(x, 2), r0 = what the device reads
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

static void pin(struct run *r)
{
	r->device = get_page_fast(r, r->x, GUP_PIN);
}

static void store_and_look(struct run *r)
{
	become(r->mm);
	(void)store(r, r->x, 2);
	become(NULL);
	r->reg[0] = device_load(r, r->device);
	put_page(r->device, GUP_PIN);
	release_page(stable);
}

LITMUS(gup_fast_ksm_read) = {
	.name = "gup/fast-ksm-read",
	.asks = "does a page that fast GUP has pinned for reading stay the process's?",
	.source = "Linux, 088b8aa537c2, on KSM; catalogue: gupfast-vs-exclusive-clear",
	.setup = map_memory,
	.cpu = { merge, pin },
	.finish = store_and_look,
	.regs = { "the device's" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the device sees the store", 2),
		NEVER("the page was replaced under the device", FRESH),
	},
	.teeth = { TOOTH(KSM_REPLACES_HELD) },
};
