/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 wants to know who uses x.  Once its call has returned, an access faults.
 *
 *	CPU 0				CPU 1
 *	change_prot_numa(x)		wait for y
 *	y = 1				r0 = load(x)
 *					r1 = did it fault?
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map(r, r->x, VM_READ, NULL, 0);
	fault_in(r->mm, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void hint_then_tell(struct run *r)
{
	hint_pages(r, r->x, 1);
	tell(&r->y);
}

static void await_then_load(struct run *r)
{
	uint64_t before;

	await(&r->y);
	before = faults_taken();
	r->reg[0] = load(r, r->x);
	r->reg[1] = faults_taken() != before;
}

LITMUS(numa_hint_tell) = {
	.name = "numa/hint-tell",
	.asks = "once change_prot_numa() returns, is every access heard of?",
	.source = "threads/002: identical as NUMA balancing",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { hint_then_tell, await_then_load },
	.regs = { "1:x", "1:faulted" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the access was heard of", ANY, 1),
		NEVER("the access went unheard", ANY, 0),
	},
	.teeth = {
		TOOTH(NUMA_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(NEEDS_FLUSH_IGNORES_P, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
