/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thread of the child's gives the page up, and the parent, whose alone it is then, stores
 * to it in place.  Another thread of the child's must not see that.
 *
 *	CPU 0				CPU 1, in the child
 *	unmap x in the child		repeat: load(x)
 *	store(x, 2)			until it is not 1
 *	y = 1				wait for y, r0 = load(x)
 */
#include <tests/litmus.h>

#define LOOKS 8

static void fork_it(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void touch_in_child(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->x);
}

static void unmap_then_store(struct run *r)
{
	unmap_pages(r->mms[1], r->x, 1);
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = load_until_told(r, r->x, 1, (unsigned int)window_pages(LOOKS));
}

LITMUS(fork_child_unmaps) = {
	.name = "fork/child-unmaps",
	.asks = "is a page written in place only when no thread of a child can read it?",
	.source = "threads/003, rule (a)",
	.setup = fork_it,
	.warm = { NULL, touch_in_child },
	.cpu = { unmap_then_store, keep_reading },
	.regs = { "1:x" },
	.sees = { 1 },
	.outcomes = {
		NEVER("the child sees what its parent stored", 2),
		SOMETIMES("the page was gone", FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
