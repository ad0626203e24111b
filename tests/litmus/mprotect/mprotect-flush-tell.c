/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 makes x read-only and says so.  Whoever has heard can store no more.
 *
 *	CPU 0				CPU 1
 *	mprotect(x, read)		repeat: r0 = y
 *	y = 1				        r1 = store(x, 2)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void protect_then_tell(struct run *r)
{
	protect(r, r->x, VM_READ);
	tell(&r->y);
}

static void listen_then_store(struct run *r)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = store(r, r->x, 2);
	}
}

LITMUS(mprotect_flush_tell) = {
	.name = "mprotect/mprotect-flush-tell",
	.asks = "once mprotect() took the right to write away, does every store fault?",
	.source = "SDM vol. 3, 4.10.4.2; catalogue: flush-needed-predicate-wrong",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { protect_then_tell, listen_then_store },
	.regs = { "1:y", "1:x" },
	.sees = { DONE },
	.outcomes = {
		NEVER("heard, yet stored", 1, DONE),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("stored before", 0, DONE),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(MPROTECT_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(NEEDS_FLUSH_IGNORES_W, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
