/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 0, the monitor, protects x and looks at it: what it sees must stay the same, since a store
 * of CPU 1 waits until x is un-protected.  If it is woken too soon, it waits again.
 *
 *	CPU 0				CPU 1
 *	protect(x)			wait for y
 *	y = 1				r1 = store(x, 2)
 *	wake who waits
 *	repeat: r0 = load(x)
 *	un-protect(x)
 *	finally: r2 = what x shows
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	watch_pages(r, r->x, 1);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void protect_and_look(struct run *r)
{
	uffd_protect_pages(r, r->x, 1);
	tell(&r->y);
	uffd_wake_pages(r, r->x, 1);
	for (unsigned int i = looks(r); i; i--)
		r->reg[0] = load(r, r->x);
	uffd_unprotect_pages(r, r->x, 1);
}

static void await_then_store(struct run *r)
{
	await(&r->y);
	r->reg[1] = store(r, r->x, 2);
}

static void look(struct run *r)
{
	r->reg[2] = mapped_content(r, r->x);
}

LITMUS(uffd_protect_tell) = {
	.name = "uffd/protect-tell",
	.asks = "once UFFDIO_WRITEPROTECT returns, does the page stay as it is until the next?",
	.source = "threads/002, point 1; catalogue: uffd-wp-return-before-flush",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { protect_and_look, await_then_store },
	.finish = look,
	.regs = { "0:x", "1:store", "x" },
	.sees = { FRESH, 1 },
	.outcomes = {
		NEVER("the page changed while it was protected", 2, DONE, 2),
		SOMETIMES("the store came after", ANY, DONE, 2),
		NEVER("the store was forgotten", ANY, FAULT, ANY),
	},
	.teeth = {
		TOOTH(UFFD_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_REMOTE),
		TOOTH(FAULT_IGNORES_UFFD),
		TOOTH(UFFD_WAITS_UNASKED),
		TOOTH(UFFD_WAKES_EARLY),
	},
};
