/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As unmap-flush-tell, but CPU 1 waits for the word and touches x at once: an
 * acknowledgement that was not waited for is on its way just then.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			wait for y
 *	y = 1				r0 = load(x)
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
}

static void wait_then_touch(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(unmap_await_tell) = {
	.name = "unmap/unmap-await-tell",
	.asks = "does munmap() return only after every CPU has acknowledged?",
	.source = "SDM vol. 3, 4.10.5: wait for the other CPUs' acknowledgement",
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
		TOOTH(SHOOTDOWN_SKIP_WAIT, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE | KEEPS_IPI),
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
