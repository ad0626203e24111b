/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An mm ends while a CPU has it in a slot, and keeps its translations under the slot's PCID.
 * The next mm's struct may be at the same address in memory, and must not be taken for the
 * first.
 *
 *	CPU 0				CPU 1
 *	wait for y			to the guest
 *	the guest ends			load(x)
 *	another begins, and maps	back to mm 0
 *	another page at x		y = 1
 *	w = 1				wait for w
 *					to the new guest
 *					r0 = load(x)
 */
#include <tests/litmus.h>

static void make_guest(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[0], 1, NEW);
	begin_guest(r);
	map_pages(r->guest, r->x, 1, VM_READ | VM_SHARED, r->file[0], 0);
}

static void replace_guest(struct run *r)
{
	await(&r->y);
	end_guest(r);
	begin_guest(r);
	map_pages(r->guest, r->x, 1, VM_READ | VM_SHARED, r->file[0], 1);
	tell(&r->w);
}

static void visit_both(struct run *r)
{
	become(r->guest);
	(void)load(r, r->x);
	become(r->mm);
	tell(&r->y);
	await(&r->w);
	become(r->guest);
	r->reg[0] = load(r, r->x);
	become(r->mm);
}

static void finish(struct run *r)
{
	end_guest(r);
}

LITMUS(asid_mm_reused) = {
	.name = "switch/asid-mm-reused",
	.asks = "does an mm at the address of one that has ended get none of its translations?",
	.source = "Linux 2017, x86/mm: give each mm TLB flush generation a unique ID",
	.setup = make_guest,
	.cpu = { replace_guest, visit_both },
	.finish = finish,
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("read the page of the mm that has ended", OLD),
		SOMETIMES("read its own page", NEW),
	},
	.teeth = {
		TOOTH(ASID_KEYED_BY_MM, .needs = KEEPS_PCID),
	},
};
