/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0 has cleared W of x's entry, and not flushed yet.  CPU 1 swaps x out: under LUF the flush of
 * a read-only page is deferred past its free, but CPU 2 may store to this one still.
 *
 *	CPU 0			CPU 1			CPU 2
 *	protect(x and others)	swap out x		r0 = store(x, 2)
 *	un-protect(x)
 *	finally: r1 = load(x)
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

#define PAGES 60

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	watch_pages(r, r->x, window_pages(PAGES));
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void protect_and_end(struct run *r)
{
	uffd_protect_pages(r, r->x, window_pages(PAGES));
	uffd_unprotect_pages(r, r->x, 1);
}

static void swap_x(struct run *r)
{
	look_for_bits(r, r->x, ENTRY_UFFD_WP);
	swap_out(r, r->x);
}

static void store_x(struct run *r)
{
	look_for_none(r, r->x, PTE_PRESENT);
	r->reg[0] = store(r, r->x, 2);
}

static void look(struct run *r)
{
	populate(r, r->x);
	r->reg[1] = mapped_content(r, r->x);
}

LITMUS(uffd_luf_deferred) = {
	.name = "uffd/luf-deferred",
	.asks = "is a page that is about to be protected taken for one that may be stored to?",
	.source = "threads/000 and threads/002: a deferred flush under a write-protected range",
	.setup = map_memory,
	.warm = { NULL, NULL, touch },
	.cpu = { protect_and_end, swap_x, store_x },
	.finish = look,
	.regs = { "2:store", "x" },
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
