/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The entries are inaccessible, and not flushed yet.  CPU 1 faults, and moves the page, whose entry
 * says that nobody can store to it; but CPU 2 can, through what it has of lone.
 *
 *	CPU 0			CPU 1			CPU 2
 *	change_prot_numa(all)	load(lone)		r0 = store(lone, 2)
 *	finally: r1 = what lone shows
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->lone, window_pages(TABLE_PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
}

static void touch(struct run *r)
{
	(void)store(r, r->lone, 1);
}

static void hint_all(struct run *r)
{
	hint_pages(r, r->lone, window_pages(TABLE_PAGES));
}

static void fault_and_move(struct run *r)
{
	look_for_none(r, r->lone, PTE_PRESENT);
	(void)load(r, r->lone);
}

static void store_lone(struct run *r)
{
	look_for_none(r, r->lone, PTE_PRESENT);
	look_for_bits(r, r->lone, PTE_PRESENT);
	r->reg[0] = store(r, r->lone, 2);
}

static void look(struct run *r)
{
	populate(r, r->lone);
	r->reg[1] = mapped_content(r, r->lone);
}

LITMUS(numa_migrate_vs_store) = {
	.name = "numa/migrate-vs-store",
	.asks = "is a page that is hinted at taken for one that may be stored to, until the flush?",
	.source = "20841405940e (van Riel 2013): race between migration and change_protection_range",
	.setup = map_memory,
	.warm = { NULL, NULL, touch },
	.cpu = { hint_all, fault_and_move, store_lone },
	.finish = look,
	.regs = { "2:store", "lone" },
	.sees = { FRESH, 1 },
	.outcomes = {
		SOMETIMES("the store is there", DONE, 2),
		NEVER("the store is lost", DONE, ANY),
	},
	.teeth = {
		TOOTH(UNMAP_IGNORES_PENDING, .policies = ON_LUF,
		      .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
