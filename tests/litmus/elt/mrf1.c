/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own map-remap function, PTE and flush, then a load by the same CPU.
 *
 *	CPU 0
 *	PTE of x = b
 *	flush x as the kernel does
 *	r0 = load(x)
 */
#include <tests/litmus.h>

static void map_clean(struct run *r)
{
	map_ab(r, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void remap_then_read(struct run *r)
{
	write_pte(r, r->x, r->b, 0);
	invlpg_everywhere(r, r->x);
	r->reg[0] = load(r, r->x);
}

LITMUS(elt_mrf1) = {
	.name = "elt/mrf1",
	.asks = "does a load see what the map-remap function before it did?",
	.source = "COATCheck (ASPLOS 2016), mrf1: forbidden; what belongs to the map-remap "
		  "function is our reading",
	.setup = map_clean,
	.warm = { touch },
	.cpu = { remap_then_read },
	.finish = unmap_ab,
	.regs = { "0:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("read the old frame", OLD),
		SOMETIMES("read the new frame", NEW),
	},
	.teeth = {
		TOOTH(FLUSH_FUNC_SKIP_INVLPG, .needs = KEEPS_READ),
	},
	.raw = true,
};
