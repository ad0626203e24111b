/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Ageing clears the A bit without a flush: a CPU that keeps the entry reads on and does
 * not set it again, so the page looks older than it is; no data can be wrong.
 *
 *	CPU 0				CPU 1
 *	r0 = A bits of x's page		r1 = y
 *	     that were cleared		r2 = load(x)
 *	y = 1
 *	finally: r3 = A of x's PTE
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
	populate(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void age_then_tell(struct run *r)
{
	r->reg[0] = age(r, r->file[0], 0);
	tell(&r->y);
}

static void hear_then_look(struct run *r)
{
	r->reg[1] = (uint64_t)told(&r->y);
	r->reg[2] = load(r, r->x);
}

static void look_at_a(struct run *r)
{
	r->reg[3] = pte_has(r, r->x, PTE_ACCESSED);
}

LITMUS(ctl_abit_clear) = {
	.name = "control/ctl-abit-clear",
	.asks = "is clearing the A bit harmless without a flush?",
	.source = "SDM vol. 3, 4.10.4.3; Linux, ptep_clear_flush_young() on x86",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { age_then_tell, hear_then_look },
	.finish = look_at_a,
	.regs = { "0:cleared", "1:y", "1:x", "A" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read it through the old entry, and A stays clear", 1, 1, OLD, 0),
		SOMETIMES("walked again, and A is set", 1, 1, OLD, 1),
		SOMETIMES("read before A was cleared", 1, 0, OLD, 0),
		SOMETIMES("walked again before it heard", 1, 0, OLD, 1),
		NEVER("faulted for good", 1, 1, FAULT, 0),
	},
	.control = true,
};
