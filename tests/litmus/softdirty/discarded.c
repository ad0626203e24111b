/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * x is discarded after clear_refs, so it has other content than what was copied.
 *
 *	CPU 0				CPU 1
 *	madvise(x, DONTNEED)		load(x)
 *	finally: r0 = is x soft-dirty?
 */
#include <tests/litmus.h>

static void map_and_clear(struct run *r)
{
	protect_held_by(WP_PINNED_ALLOW);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
	clear_refs(r->mm, r->x, 1);
}

static void discard(struct run *r)
{
	advise_pages(r->mm, r->x, 1, MADV_DONTNEED);
}

static void read(struct run *r)
{
	(void)load(r, r->x);
}

static void look(struct run *r)
{
	r->reg[0] = soft_dirty(r->mm, r->x);
}

LITMUS(softdirty_discarded) = {
	.name = "softdirty/discarded",
	.asks = "does discarding the content of a page make it soft-dirty?",
	.source = "Linux, VM_SOFTDIRTY: a region that is mapped anew is soft-dirty",
	.setup = map_and_clear,
	.cpu = { discard, read },
	.finish = look,
	.regs = { "soft-dirty" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("it does", 1),
		NEVER("the old content counts as still there", 0),
	},
	.teeth = { TOOTH(ZAP_KEEPS_CLEAN) },
};
