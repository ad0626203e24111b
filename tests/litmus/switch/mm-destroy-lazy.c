/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 idles with an mm loaded, lazily, and the mm ends.  It maps nothing, so there are
 * no tables whose freeing CPU 1 would be told of; but its root is freed, and a CPU may walk
 * that by speculation, until it has loaded another.
 *
 *	CPU 0				CPU 1
 *	wait for y			to the guest, and idle in it
 *	the guest ends			y = 1
 *	another owner takes frames	back to mm 0
 *	unmap(x)			r0 = load(x)
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
	unmap(r, r->x);
}

static void idle_then_return(struct run *r)
{
	become(r->guest);
	idle();
	tell(&r->y);
	become(r->mm);
	r->reg[0] = load(r, r->x);
}

LITMUS(mm_destroy_lazy) = {
	.name = "switch/mm-destroy-lazy",
	.asks = "has every idle CPU left an mm before its root is used for something else?",
	.source = "CVE-2025-22045, for the root; Linux, exit_mmap() and lazy TLB",
	.setup = make_guest,
	.cpu = { end_then_occupy, idle_then_return },
	.regs = { "1:x" },
	.sees = { OLD, OTHER },
	.outcomes = {
		NEVER("walked the frame's next owner", OTHER),
		SOMETIMES("read the page of mm 0", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(DROP_MM_SKIP_FLUSH, .needs = KEEPS_SPECULATED, .ends_boot = true),
		TOOTH(SWITCH_LEAVES_EARLY, .needs = KEEPS_SPECULATED, .ends_boot = true),
	},
};
