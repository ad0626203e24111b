/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The parent stores after fork(), and gets a copy; its other thread must see it.
 *
 *	CPU 0				CPU 1
 *	store(x, 2)			repeat: r0 = y
 *	y = 1				        r1 = load(x)
 */
#include <tests/litmus.h>

static void fork_it(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	become(r->mm);
	(void)store(r, r->x, 1);
	become(NULL);
	fork_mm(r, r->mm, r->mms[1]);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void store_then_tell(struct run *r)
{
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void listen(struct run *r)
{
	listen_and_load(r, r->x);
}

LITMUS(fork_break_vs_sibling) = {
	.name = "fork/break-vs-sibling",
	.asks = "after fork(), do all threads of a process see the copy that a store makes?",
	.source = "catalogue: cow-break-no-remote-flush",
	.setup = fork_it,
	.warm = { touch, touch },
	.cpu = { store_then_tell, listen },
	.regs = { "1:y", "1:x" },
	.sees = { 1, 2 },
	.outcomes = {
		NEVER("told of the store, yet read the child's page", 1, 1),
		SOMETIMES("told, and read what was stored", 1, 2),
		SOMETIMES("read before the store", 0, 1),
		SOMETIMES("read the store before being told", 0, 2),
	},
	.teeth = {
		TOOTH(COW_SKIP_FLUSH, .needs = KEEPS_READ | KEEPS_REMOTE),
		TOOTH(SHOOTDOWN_SKIP_IPI, .needs = KEEPS_READ | KEEPS_REMOTE),
	},
};
