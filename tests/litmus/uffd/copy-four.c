/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As copy-read, with a CPU for each part of the bug: one protects, one un-protects, one has the
 * page copied, and one stores through its stale translation of lone.
 *
 *	CPU 0			CPU 1			CPU 2			CPU 3
 *	protect(all)		un-protect(lone)	store(lone + 8, 1)	r0 = store(lone, 2)
 *	un-protect(lone)
 *	finally: r1 = what lone shows
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

static struct page *held;

static void map_held(struct run *r)
{
	break_cow_by(COW_COUNT);
	protect_held_by(WP_PINNED_ALLOW);
	lock_uffd_by(UFFD_LOCK_READ);
	map_pages(r->mm, r->lone, window_pages(TABLE_PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
	watch_pages(r, r->lone, window_pages(TABLE_PAGES));
	held = hold_page_at(r, r->lone);
}

static void touch(struct run *r)
{
	(void)store(r, r->lone, 1);
}

static void protect_and_end(struct run *r)
{
	uffd_protect_pages(r, r->lone, window_pages(TABLE_PAGES));
	uffd_unprotect_pages(r, r->lone, 1);
}

static void unprotect(struct run *r)
{
	look_for_bits(r, r->lone, ENTRY_UFFD_WP);
	uffd_unprotect_pages(r, r->lone, 1);
}

static void copy(struct run *r)
{
	look_for_bits(r, r->lone, ENTRY_UFFD_WP);
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
	r->reg[1] = mapped_content(r, r->lone);
	release_page(held);
}

LITMUS(uffd_copy_four) = {
	.name = "uffd/copy-four",
	.asks = "is no store lost to a copy, with each part on a CPU of its own?",
	.source = "6ce64428d620 (Xu, Amit, Zhao 2021); threads/002",
	.setup = map_held,
	.warm = { NULL, NULL, NULL, touch },
	.cpu = { protect_and_end, unprotect, copy, store_x },
	.finish = look,
	.regs = { "3:store", "lone" },
	.sees = { FRESH, 1 },
	.outcomes = {
		SOMETIMES("the store is there", DONE, 2),
		NEVER("the store is lost", DONE, ANY),
	},
	.teeth = {
		TOOTH(COW_SKIP_PENDING, .needs = KEEPS_WRITE | KEEPS_REMOTE),
	},
};
