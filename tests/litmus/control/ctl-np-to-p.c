/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mapping a page where there was none owes no flush: a CPU that faulted there before
 * keeps nothing of it.  It faults or reads the page, at any time.
 *
 *	CPU 0				CPU 1
 *	mmap(x)				r0 = load(x)
 */
#include <tests/litmus.h>

static void nothing_there(struct run *r)
{
	content(r, r->file[0], 0, OLD);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void map_it(struct run *r)
{
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void look(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(ctl_np_to_p) = {
	.name = "control/ctl-np-to-p",
	.asks = "is mapping a page harmless without a flush?",
	.source = "SDM vol. 3, 4.10.4.3",
	.setup = nothing_there,
	.warm = { NULL, touch },
	.cpu = { map_it, look },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page", OLD),
		SOMETIMES("faulted before it was mapped", FAULT),
	},
	.control = true,
};
