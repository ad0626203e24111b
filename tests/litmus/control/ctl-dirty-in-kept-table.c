/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page table is unlinked, and not flushed.  A CPU whose paging-structure caches still lead to
 * it can store through it, and sets D in an entry that no table leads to any more.  In the same
 * way a walker writes into the frame of a table that was freed too early.
 *
 *	CPU 0				CPU 1
 *	unlink x's page table		r0 = y
 *	y = 1				r1 = store(x, 1)
 *	finally: r2 = D of x's PTE, r3 = what the page holds
 */
#include <arch/pte.h>
#include <tests/litmus.h>

/* The VMA allows no store, only the entry does: so a store that faults is not repeated. */
static void map_clean(struct run *r)
{
	map_ab(r, PTE_ACCESSED | PTE_DIRTY);
	protect(r, r->x, VM_READ);
	write_pte(r, r->x, r->a, PTE_ACCESSED);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void hide_then_tell(struct run *r)
{
	hide_table(r, r->x);
	tell(&r->y);
}

static void hear_then_store(struct run *r)
{
	r->reg[0] = (uint64_t)told(&r->y);
	r->reg[1] = store(r, r->x, 1);
}

static void look(struct run *r)
{
	show_table(r, r->x);
	r->reg[2] = pte_has(r, r->x, PTE_DIRTY);
	r->reg[3] = frame_content(r, r->a);
	unmap_ab(r);
}

LITMUS(ctl_dirty_in_kept_table) = {
	.name = "control/ctl-dirty-in-kept-table",
	.asks = "does a CPU set D in a table that is unlinked, and not flushed?",
	.source = "SDM vol. 3, 4.10.3.2: a walk may start at a cached upper level; 4.8",
	.setup = map_clean,
	.warm = { NULL, touch },
	.cpu = { hide_then_tell, hear_then_store },
	.finish = look,
	.regs = { "1:y", "1:store", "D", "page" },
	.sees = { OLD },
	.outcomes = {
		NEVER("stored, and D is clear", ANY, DONE, 0, ANY),
		NEVER("stored, and the page is as before", ANY, DONE, ANY, OLD),
		NEVER("faulted, and the page is not as before", ANY, FAULT, ANY, 1),
		SOMETIMES("told, yet stored through the table, and set D there", 1, DONE, 1, 1),
		SOMETIMES("stored before it was told", 0, DONE, 1, 1),
		SOMETIMES("told, and faulted", 1, FAULT, 0, OLD),
		SOMETIMES("faulted before it was told", 0, FAULT, 0, OLD),
	},
	.needs = KEEPS_UPPER,
	.control = true,
	.raw = true,
};
