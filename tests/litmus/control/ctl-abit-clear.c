/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ageing clears the A bit without a flush: the page may look older than it is, and no
 * data can be wrong.
 *
 *	CPU 0				CPU 1
 *	clear A of x's page		r0 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void age_it(struct run *r)
{
	age(r, r->file[0], 0);
}

static void look(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(ctl_abit_clear) = {
	.name = "control/ctl-abit-clear",
	.asks = "is clearing the A bit harmless without a flush?",
	.source = "SDM vol. 3, 4.10.4.3",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { age_it, look },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page", OLD),
	},
	.control = true,
};
