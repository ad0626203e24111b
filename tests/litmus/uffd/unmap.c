/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A VMA goes with its markers: the next one at the address is not protected.
 *
 *	CPU 0				CPU 1
 *	map x anew, and watch it	load(z)
 *	r0 = store(x, 2)
 */
#include <tests/litmus.h>

static void map_and_protect(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	map(r, r->z, VM_READ | VM_WRITE, NULL, 0);
	watch_pages(r, r->x, 1);
	uffd_protect_pages(r, r->x, 1);
}

static void map_anew(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	watch_pages(r, r->x, 1);
	r->reg[0] = store(r, r->x, 2);
}

static void touch_z(struct run *r)
{
	(void)load(r, r->z);
}

LITMUS(uffd_unmap) = {
	.name = "uffd/unmap",
	.asks = "does munmap() take the markers along?",
	.source = "Linux, zap_pte_range(): ZAP_FLAG_DROP_MARKER",
	.setup = map_and_protect,
	.cpu = { map_anew, touch_z },
	.regs = { "0:store" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the store is made", DONE),
		NEVER("the store waits for nobody", FAULT),
	},
	.teeth = {
		TOOTH(ZAP_KEEPS_UFFD),
	},
};
