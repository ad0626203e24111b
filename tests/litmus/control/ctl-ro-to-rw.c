/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * W of an entry goes from 0 to 1, and no flush is owed: a CPU that keeps the read-only
 * entry may take a fault that was not needed, and its store is then made.
 *
 *	CPU 0				CPU 1
 *	set W of x's PTE		r2 = y
 *	r0 = W of x's PTE		store(x, 2)
 *	r1 = IPIs sent for that		r3 = did that fault?
 *	y = 1				r4 = load(x)
 */
#include <arch/pte.h>
#include <tests/litmus.h>

/* The VMA may be written; its entry is older, and mprotect() leaves it read-only. */
static void map_read_only(struct run *r)
{
	map(r, r->x, VM_READ, NULL, 0);
	populate(r, r->x);
	protect(r, r->x, VM_READ | VM_WRITE);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void allow_then_tell(struct run *r)
{
	uint64_t before = ipis_sent();

	fault_in(r->mm, r->x);
	r->reg[0] = pte_has(r, r->x, PTE_WRITE);
	r->reg[1] = ipis_sent() - before;
	tell(&r->y);
}

static void hear_then_store(struct run *r)
{
	uint64_t before = faults_taken();

	r->reg[2] = (uint64_t)told(&r->y);
	(void)store(r, r->x, 2);
	r->reg[3] = faults_taken() != before;
	r->reg[4] = load(r, r->x);
}

LITMUS(ctl_ro_to_rw) = {
	.name = "control/ctl-ro-to-rw",
	.asks = "is giving the right to write harmless without a flush?",
	.source = "SDM vol. 3, 4.10.4.3",
	.setup = map_read_only,
	.warm = { NULL, touch },
	.cpu = { allow_then_tell, hear_then_store },
	.regs = { "0:W", "0:ipis", "1:y", "1:fault", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("the store is lost", 1, 0, 1, 0, FRESH),
		SOMETIMES("heard, and stored", 1, 0, 1, 0, 2),
		SOMETIMES("heard, and stored after a fault that was not needed", 1, 0, 1, 1, 2),
		SOMETIMES("stored after a fault before it heard", 1, 0, 0, 1, 2),
		SOMETIMES("stored before it heard", 1, 0, 0, 0, 2),
	},
	.control = true,
};
