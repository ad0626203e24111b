/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * uffd/copy-read with change_prot_numa(): the entries are inaccessible, and not flushed yet.  CPU 1
 * faults, which makes the entry read-only, and then copies the page.
 *
 *	CPU 0			CPU 1			CPU 2
 *	change_prot_numa(all)	store(lone + 8, 1)	r0 = store(lone, 2)
 *	finally: r1 = what lone shows
 */
#include <arch/pte.h>
#include <tests/litmus.h>

static struct page *held;

static void map_held(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_ALLOW);
	map_pages(r->mm, r->lone, window_pages(TABLE_PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
	migrate(r, r->lone); /* to where it stays */
	held = hold_page_at(r, r->lone);
}

static void touch(struct run *r)
{
	(void)store(r, r->lone, 1);
}

static void hint_all(struct run *r)
{
	hint_pages(r, r->lone, window_pages(TABLE_PAGES));
}

static void fault_and_copy(struct run *r)
{
	look_for_none(r, r->lone, PTE_PRESENT);
	(void)store(r, r->lone + 8, 1);
}

static void store_x(struct run *r)
{
	look_for_none(r, r->lone, PTE_WRITE);
	look_for_bits(r, r->lone, PTE_WRITE);
	r->reg[0] = store(r, r->lone, 2);
}

static void look(struct run *r)
{
	populate(r, r->lone);
	r->reg[1] = mapped_content(r, r->lone);
	release_page(held);
}

LITMUS(numa_copy_vs_store) = {
	.name = "numa/copy-vs-store",
	.asks = "is no store lost to a copy that is made before a hint is flushed?",
	.source = "threads/002: identical as NUMA balancing; 6ce64428d620",
	.setup = map_held,
	.warm = { NULL, NULL, touch },
	.cpu = { hint_all, fault_and_copy, store_x },
	.finish = look,
	.regs = { "2:store", "lone" },
	.sees = { FRESH, 1 },
	.outcomes = {
		SOMETIMES("the store is there", DONE, 2),
		NEVER("the store is lost", DONE, ANY),
	},
	.teeth = {
		TOOTH(COW_SKIP_PENDING, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
