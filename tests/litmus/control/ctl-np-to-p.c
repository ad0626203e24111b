/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * P of an entry goes from 0 to 1, and no flush is owed: a CPU that faulted there before has
 * cached nothing.
 *
 *	CPU 0				CPU 1
 *	mmap(x), map its page		r2 = y
 *	r0 = P of x's PTE		r3 = load(x)
 *	r1 = IPIs sent for that
 *	y = 1
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void nothing_there(struct run *r)
{
	content(r, r->file[0], 0, OLD);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void map_then_tell(struct run *r)
{
	uint64_t before = ipis_sent();

	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
	r->reg[0] = pte_has(r, r->x, PTE_PRESENT);
	r->reg[1] = ipis_sent() - before;
	tell(&r->y);
}

static void hear_then_look(struct run *r)
{
	r->reg[2] = (uint64_t)told(&r->y);
	r->reg[3] = load(r, r->x);
}

LITMUS(ctl_np_to_p) = {
	.name = "control/ctl-np-to-p",
	.asks = "is making an entry present harmless without a flush?",
	.source = "SDM vol. 3, 4.10.4.3",
	.setup = nothing_there,
	.warm = { NULL, touch },
	.cpu = { map_then_tell, hear_then_look },
	.regs = { "0:P", "0:ipis", "1:y", "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("heard, yet faulted for good", 1, 0, 1, FAULT),
		SOMETIMES("heard, and read the page", 1, 0, 1, OLD),
		SOMETIMES("read the page before it heard", 1, 0, 0, OLD),
		SOMETIMES("faulted before it was mapped", 1, 0, 0, FAULT),
	},
	.control = true,
};
