/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The historical bug.  lone is protected, and not flushed yet; un-protected, which leaves it
 * read-only; and copied by the next store, since somebody holds the page.  What CPU 2 stores to
 * the old page, by its stale translation, must not be lost.  mmap_lock is held for reading.
 *
 *	CPU 0			CPU 1			CPU 2
 *	protect(all)		un-protect(lone)	r0 = store(lone, 2)
 *	un-protect(lone)		store(lone + 8, 1)
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

static void unprotect_and_copy(struct run *r)
{
	look_for_bits(r, r->lone, ENTRY_UFFD_WP);
	uffd_unprotect_pages(r, r->lone, 1);
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

LITMUS(uffd_copy_read) = {
	.name = "uffd/copy-read",
	.asks = "is no store lost to a copy that is made before a protection is flushed?",
	.source = "6ce64428d620 (Xu, Amit, Zhao 2021); threads/002; catalogue: uffd-wp-deferred-vs-unprotect",
	.setup = map_held,
	.warm = { NULL, NULL, touch },
	.cpu = { protect_and_end, unprotect_and_copy, store_x },
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
