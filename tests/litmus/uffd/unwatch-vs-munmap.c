/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A monitor lets go of lone while it is unmapped, and its table goes.
 *
 *	CPU 0				CPU 1
 *	r0 = unregister(lone)		munmap(lone)
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

static void unwatch(struct run *r)
{
	r->reg[0] = try_unwatch_pages(r, r->lone, 1);
}

static void unmap_and_look(struct run *r)
{
	unmap(r, r->lone);
	r->reg[1] = load(r, r->lone);
}

LITMUS(uffd_unwatch_vs_munmap) = {
	.name = "uffd/unwatch-vs-munmap",
	.asks = "does a monitor let go of areas and tables that are there, and stay?",
	.source = "an edit that no test noticed; Linux, userfaultfd_unregister(): mmap_lock",
	.setup = map_and_watch,
	.cpu = { unwatch, unmap_and_look },
	.regs = { "0:unregister", "1:lone" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("what was unmapped is there", ANY, FRESH),
		SOMETIMES("let go, then unmapped", DONE, FAULT),
		SOMETIMES("unmapped before", E_NOENT, FAULT),
	},
	.teeth = { TOOTH(UFFD_UNREGISTER_SKIP_LOCK, .ends_boot = true) },
};
