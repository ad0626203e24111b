/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page that nobody touches may become young all the same: a walk by speculation may set
 * A.  So ageing sees more accesses than there are; no data can be wrong.
 *
 *	CPU 0				CPU 1, in the same mm
 *	r0 = A bits of x's page
 *	     that were cleared
 *	r1 = those that were
 *	     cleared again
 *	r2 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void age_twice(struct run *r)
{
	r->reg[0] = age(r, r->file[0], 0);
	r->reg[1] = age(r, r->file[0], 0);
	r->reg[2] = load(r, r->x);
}

static void look_on(struct run *r)
{
	(void)told(&r->y);
}

LITMUS(ctl_abit_spontaneous) = {
	.name = "control/ctl-abit-spontaneous",
	.asks = "may a page that nobody touches become young?",
	.source = "AMD APM vol. 2, 5.4.2; SDM vol. 3, 4.8",
	.setup = map_file,
	.cpu = { age_twice, look_on },
	.regs = { "0:cleared", "0:again", "0:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("it stays old", 1, 0, OLD),
		SOMETIMES("a walk by speculation has set A", 1, 1, OLD),
	},
	.control = true,
};
