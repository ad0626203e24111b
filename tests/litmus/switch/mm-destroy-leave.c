/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As mm-destroy-lazy, but CPU 1 leaves the mm that ends for none at all: until it has loaded
 * the kernel's own root, it may walk the other by speculation.
 *
 *	CPU 0				CPU 1
 *	wait for y			to the guest
 *	the guest ends			y = 1
 *	another owner takes frames	to no mm
 *					back to mm 0
 *					r0 = load(x)
 */
#include <tests/litmus.h>

static void make_guest(struct run *r)
{
	begin_guest(r);
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void end_then_occupy(struct run *r)
{
	await(&r->y);
	end_guest(r);
	occupy_frame(r, OTHER);
}

static void leave_then_return(struct run *r)
{
	become(r->guest);
	tell(&r->y);
	become(NULL);
	become(r->mm);
	r->reg[0] = load(r, r->x);
}

LITMUS(mm_destroy_leave) = {
	.name = "switch/mm-destroy-leave",
	.asks = "has every CPU that leaves an mm for none left it before its root is used again?",
	.source = "Linux, switch_mm_irqs_off() to init_mm",
	.setup = make_guest,
	.cpu = { end_then_occupy, leave_then_return },
	.regs = { "1:x" },
	.sees = { OLD, OTHER },
	.outcomes = {
		NEVER("walked the frame's next owner", OTHER),
		SOMETIMES("read the page of mm 0", OLD),
	},
	.teeth = {
		TOOTH(LEAVE_MASK_EARLY, .needs = KEEPS_SPECULATED, .ends_boot = true),
	},
};
