/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program gives the content of x up, and then write-protects it.  Reclaim drops the page, which
 * nobody sees: the next store must still wait for the monitor.
 *
 *	CPU 0				CPU 1
 *	reclaim lazily freeable x	r0 = load(x)
 *	finally: r1 = is x protected?
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

static void map_given_up(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	watch_pages(r, r->x, 1);
	uffd_protect_pages(r, r->x, 1);
}

static void drop(struct run *r)
{
	reclaim_lazyfree(r->mm, r->x, 1);
}

static void read_x(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

static void look(struct run *r)
{
	r->reg[1] = pte_has(r, r->x, ENTRY_UFFD_WP);
}

LITMUS(uffd_lazyfree) = {
	.name = "uffd/lazyfree",
	.asks = "is a page that was given up still protected once it is dropped?",
	.source = "Linux, UFFD_FEATURE_WP_UNPOPULATED; try_to_unmap_one() has no marker for it",
	.setup = map_given_up,
	.cpu = { drop, read_x },
	.finish = look,
	.regs = { "1:x", "marker" },
	.sees = { FRESH, 1 },
	.outcomes = {
		NEVER("not protected", ANY, 0),
		SOMETIMES("read before it was dropped", 1, 1),
		SOMETIMES("read after", FRESH, 1),
	},
	.teeth = { TOOTH(LAZYFREE_FORGETS_UFFD) },
};
