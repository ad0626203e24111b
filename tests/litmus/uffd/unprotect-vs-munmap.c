/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As uffd/unwatch-vs-munmap, but the monitor clears markers.
 *
 *	CPU 0				CPU 1
 *	r0 = unprotect(lone)		munmap(lone)
 *					r1 = load(lone)
 */
#include <tests/litmus.h>

static void map_and_watch(struct run *r)
{
	map(r, r->lone, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->lone);
	watch_pages(r, r->lone, 1);
	uffd_protect_pages(r, r->lone, 1);
}

static void unprotect(struct run *r)
{
	r->reg[0] = try_uffd_unprotect_pages(r, r->lone, 1);
}

static void unmap_and_look(struct run *r)
{
	unmap(r, r->lone);
	r->reg[1] = load(r, r->lone);
}

LITMUS(uffd_unprotect_vs_munmap) = {
	.name = "uffd/unprotect-vs-munmap",
	.asks = "does a monitor clear markers of areas and tables that are there, and stay?",
	.source = "an edit that no test noticed; Linux, mwriteprotect_range(): mmap_lock",
	.setup = map_and_watch,
	.cpu = { unprotect, unmap_and_look },
	.regs = { "0:unprotect", "1:lone" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("what was unmapped is there", ANY, FRESH),
		SOMETIMES("un-protected, then unmapped", DONE, FAULT),
		SOMETIMES("unmapped before", E_NOENT, FAULT),
	},
	.teeth = { TOOTH(UFFD_UNPROTECT_SKIP_LOCK, .ends_boot = true) },
};
