/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x was given up, and is writable and clean.  A store sets D while mprotect() changes the
 * entry.  The store must not be lost with its page.
 *
 *	CPU 0				CPU 1
 *	mprotect(x, READ)		r0 = store(x, 2)
 *	finally: drop what is lazily freeable, r1 = what x shows
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
}

static void change(struct run *r)
{
	protect(r, r->x, VM_READ);
}

static void store_x(struct run *r)
{
	r->reg[0] = store(r, r->x, 2);
}

static void last(struct run *r)
{
	reclaim_lazyfree(r->mm, r->x, 1);
	populate(r, r->x);
	r->reg[1] = mapped_content(r, r->x);
}

LITMUS(loses_dirty) = {
	.name = "mprotect/loses-dirty",
	.asks = "does D that a store sets while mprotect() changes the entry survive?",
	.source = "KVM, TDP MMU: A and D dropped by updates that are not atomic",
	.setup = map_memory,
	.cpu = { change, store_x },
	.finish = last,
	.regs = { "1:store", "x" },
	.sees = { FRESH, 2 },
	.outcomes = {
		SOMETIMES("stored, and there", DONE, 2),
		NEVER("stored, and lost", DONE, FRESH),
		SOMETIMES("too late", FAULT, FRESH),
	},
	.teeth = { TOOTH(MPROTECT_READS_ENTRY) },
};
