/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that nobody has touched yet is discarded, its marker with it.  Meanwhile the monitor
 * un-protects it, stores to it, and protects it again.  If the store is still there afterwards, the
 * new marker must be there, too.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		un-protect(x); store(x, 1); protect(x)
 *	y = 1				wait for y
 *					r0 = load(x)
 *					r1 = is x protected?
 */
#include <kernel/mm/tables/entry.h>
#include <tests/litmus.h>

static void map_and_protect(struct run *r)
{
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	watch_pages(r, r->x, 1);
	uffd_protect_pages(r, r->x, 1);
}

static void discard(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
	tell(&r->y);
}

static void protect_anew(struct run *r)
{
	uffd_unprotect_pages(r, r->x, 1);
	(void)store(r, r->x, 1);
	uffd_protect_pages(r, r->x, 1);
	await(&r->y);
	r->reg[0] = load(r, r->x);
	r->reg[1] = pte_has(r, r->x, ENTRY_UFFD_WP);
}

LITMUS(uffd_dontneed) = {
	.name = "uffd/dontneed",
	.asks = "does a discard take no marker of a later protect along?",
	.source = "an edit that no test noticed; Linux, zap_pte_range(): markers go under the PTL",
	.setup = map_and_protect,
	.cpu = { discard, protect_anew },
	.regs = { "1:x", "1:marker" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("still there, and no longer protected", 1, 0),
		SOMETIMES("still there, and protected", 1, 1),
		SOMETIMES("discarded, its marker with it", FRESH, 0),
		SOMETIMES("discarded before it was protected", FRESH, 1),
	},
	.teeth = {
		TOOTH(ZAP_UNMARKS_LATE),
	},
};
