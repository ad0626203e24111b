/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 unmaps x, flushes, and only then says so.  CPU 1 hears it and touches x:
 * whoever has heard must fault, for the page may be reused.  So must CPU 0 itself.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			repeat: r0 = y
 *	y = 1				        r1 = load(x)
 *	r2 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unmap_then_tell(struct run *r)
{
	unmap(r, r->x);
	tell(&r->y);
	r->reg[2] = load(r, r->x);
}

static void listen_then_touch(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(unmap_flush_tell) = {
	.name = "unmap/unmap-flush-tell",
	.asks = "once munmap() returns, is the old page unreachable?",
	.source = "SDM vol. 3, 4.10.4.2 and 4.10.5: invalidate, here and on other CPUs",
	.setup = map_x,
	.warm = { touch, touch },
	.cpu = { unmap_then_tell, listen_then_touch },
	.regs = { "1:y", "1:x", "0:x" },
	.sees = { OLD, FAULT },
	.outcomes = {
		NEVER("the CPU that unmapped it read the old page", ANY, ANY, OLD),
		NEVER("heard, yet read the old page", 1, OLD, FAULT),
		SOMETIMES("heard, then faulted", 1, FAULT, FAULT),
		SOMETIMES("touched before the unmap", 0, OLD, FAULT),
		SOMETIMES("faulted before hearing", 0, FAULT, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED),
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FLUSH_FUNC_SKIP_INVLPG, .needs = KEEPS_UNMAPPED),
	},
};
