/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lone is discarded while it is unmapped, its table goes, and something else is mapped there.
 *
 *	CPU 0				CPU 1
 *	r0 = madvise(lone, DONTNEED)	munmap(lone)
 *					map a file at lone
 *					r1 = load(lone)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
}

static void discard(struct run *r)
{
	r->reg[0] = try_advise_pages(r->mm, r->lone, 1, MADV_DONTNEED);
}

static void map_anew(struct run *r)
{
	unmap(r, r->lone);
	map(r, r->lone, VM_READ | VM_SHARED, r->file[0], 0);
	r->reg[1] = load(r, r->lone);
}

LITMUS(dontneed_vs_munmap) = {
	.name = "unmap/dontneed-vs-munmap",
	.asks = "does madvise() act on areas that are there, and stay?",
	.source = "Linux, madvise_lock()",
	.setup = map_lone,
	.cpu = { discard, map_anew },
	.regs = { "0:madvise", "1:lone" },
	.sees = { OLD, FRESH },
	.outcomes = {
		SOMETIMES("there was something to discard", DONE, OLD),
		SOMETIMES("there was nothing just then", E_NOMEM, OLD),
		NEVER("what was unmapped is there", ANY, FRESH),
	},
	.teeth = { TOOTH(MADVISE_SKIP_LOCK, .ends_boot = true) },
};
