/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As unmap-await-tell, with a flush that interrupts nobody.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			wait for y
 *	y = 1				r0 = load(x)
 */
#include <tests/litmus.h>

static void map_x(struct run *r)
{
	flush_tlbs_by(TLB_FLUSH_BROADCAST);
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
}

static void wait_then_touch(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(unmap_broadcast) = {
	.name = "unmap/broadcast",
	.asks = "does munmap() return only when a broadcast flush has happened everywhere?",
	.source = "APM vol. 3, INVLPGB: complete when TLBSYNC is",
	.setup = map_x,
	.warm = { NULL, touch },
	.cpu = { unmap_then_tell, wait_then_touch },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("told, yet read the old page", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(BROADCAST_SKIP_SYNC, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
