/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A child has a child; all three have one page, and each of the elder two stores to it.
 *
 *	CPU 0, the parent		CPU 1
 *	store(x, 2)			as the child: store(x, 3)
 *	r0 = load(x)			r1 = load(x)
 *					as the grandchild: r2 = load(x)
 */
#include <tests/litmus.h>

static void fork_twice(struct run *r)
{
	begin_child(r, r->mms[1]);
	begin_child(r, r->mms[2]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
	fork_mm(r, r->mms[1], r->mms[2]);
}

static void store_and_look(struct run *r)
{
	(void)store(r, r->x, 2);
	r->reg[0] = load(r, r->x);
}

static void store_and_look_down(struct run *r)
{
	become(r->mms[1]);
	(void)store(r, r->x, 3);
	r->reg[1] = load(r, r->x);
	become(r->mms[2]);
	r->reg[2] = load(r, r->x);
}

LITMUS(fork_grandchild) = {
	.name = "fork/grandchild",
	.asks = "has each of three generations its own page, once the elder ones store?",
	.source = "threads/003, rule (a)",
	.setup = fork_twice,
	.cpu = { store_and_look, store_and_look_down },
	.regs = { "0:x", "1:x", "1:the grandchild's" },
	.sees = { 1, 2, 3 },
	.outcomes = {
		SOMETIMES("each has its own", 2, 3, 1),
		NEVER("a store of one is seen by another, or lost", ANY, ANY, ANY),
	},
	.teeth = { TOOTH(COW_REUSES_SHARED) },
};
