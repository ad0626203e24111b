/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device goes, and its memory becomes another's, while a program has it mapped.
 *
 *	CPU 0				CPU 1
 *	the device goes			r0 = load(x)
 *	another owner takes a frame
 */
#include <tests/litmus.h>

static void map_it(struct run *r)
{
	dax_come(r, OLD);
	map_dax(r, r->x, VM_READ | VM_WRITE);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unbind_and_occupy(struct run *r)
{
	dax_unbind(r);
	occupy_frame(r, OTHER);
	occupy_frame(r, OTHER);
}

static void load_it(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(dax_unbind) = {
	.name = "dax/unbind",
	.asks = "does the memory of a device go only when no program can reach it?",
	.source = "threads/004; catalogue: dax-unbind-live-pte",
	.setup = map_it,
	.warm = { NULL, touch },
	.cpu = { unbind_and_occupy, load_it },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the device's", OLD),
		SOMETIMES("faulted", FAULT),
		NEVER("read the next owner's", OTHER),
		NEVER("read a free frame", FREED),
	},
	.teeth = {
		TOOTH(DAX_SKIP_ZAP),
		TOOTH(DAX_FRAMES_FIRST),
		TOOTH(DAX_ZAPS_FIRST),
		TOOTH(TRUNCATE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
