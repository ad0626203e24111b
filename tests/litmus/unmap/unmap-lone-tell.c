/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As unmap-flush-tell, for a page whose page tables go with it.  Another owner then
 * takes the frames of the tables.
 *
 *	CPU 0				CPU 1
 *	munmap(lone)			repeat: r0 = y
 *	y = 1				        r1 = load(lone)
 *	allocate a frame, fill it
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void unmap_tell_reuse(struct run *r)
{
	unmap(r, r->lone);
	tell(&r->y);
	occupy_frame(r, OTHER);
}

static void listen_then_touch(struct run *r)
{
	listen_and_load(r, r->lone);
}

LITMUS(unmap_lone_tell) = {
	.name = "unmap/unmap-lone-tell",
	.asks = "once munmap() freed the page tables too, is the old page unreachable?",
	.source = "SDM vol. 3, 4.10.4.2; catalogue: pt-page-free-before-flush",
	.setup = map_lone,
	.warm = { NULL, touch },
	.cpu = { unmap_tell_reuse, listen_then_touch },
	.regs = { "1:y", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, FRESH),
		NEVER("heard, yet read a free frame", 1, FREED),
		NEVER("heard, yet read the frame's next owner", 1, OTHER),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("touched before the unmap", 0, FRESH),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
