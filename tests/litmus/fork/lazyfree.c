/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is given up and stored to once more; then its process forks, and has no more use
 * for it.  The child has.
 *
 *	CPU 0
 *	store(x, 1), madvise(FREE) x, store(x, 2)
 *	fork()
 *	unmap x in the parent
 *	reclaim lazily freeable pages of the child
 *	as the child: r0 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
}

static void give_up_store_fork(struct run *r)
{
	(void)store(r, r->x, 1);
	advise_pages(r->mm, r->x, 1, MADV_FREE);
	(void)store(r, r->x, 2);
	fork_mm(r, r->mm, r->mms[1]);
	unmap(r, r->x);
	reclaim_lazyfree(r->mms[1], r->x, 1);
	become(r->mms[1]);
	r->reg[0] = load(r, r->x);
}

LITMUS(fork_lazyfree) = {
	.name = "fork/lazyfree",
	.asks = "does a child keep what was stored to a lazily freeable page before fork()?",
	.source = "a review of this kernel",
	.setup = map_memory,
	.cpu = { give_up_store_fork },
	.regs = { "0:x" },
	.sees = { 1, 2 },
	.outcomes = {
		SOMETIMES("the child has what was stored last", 2),
		NEVER("the child has lost the page", FOREIGN),
		NEVER("the child has an older page", 1),
	},
	.teeth = { TOOTH(FORK_CLEANS_CHILD) },
};
