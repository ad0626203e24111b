/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A process forks while a thread of its own unmaps what the child is to have.
 *
 *	CPU 0				CPU 1
 *	fork()				munmap(x)
 *	r0 = load(x) as the child	r1 = load(x)
 */
#include <tests/litmus.h>

static void map_memory(struct run *r)
{
	begin_child(r, r->mms[1]);
	map(r, r->x, VM_READ | VM_WRITE, NULL, 0);
	fault_in(r->mm, r->x);
}

static void fork_and_look(struct run *r)
{
	fork_mm(r, r->mm, r->mms[1]);
	r->reg[0] = load_in(r, r->mms[1], r->x);
}

static void unmap_and_look(struct run *r)
{
	unmap(r, r->x);
	r->reg[1] = load(r, r->x);
}

LITMUS(fork_vs_munmap) = {
	.name = "fork/vs-munmap",
	.asks = "does fork() copy areas that are there, and stay?",
	.source = "an edit that no test noticed; Linux, dup_mmap(): mmap_write_lock",
	.setup = map_memory,
	.cpu = { fork_and_look, unmap_and_look },
	.regs = { "0:child", "1:parent" },
	.sees = { FRESH, FAULT },
	.outcomes = {
		NEVER("what was unmapped is there", ANY, FRESH),
		SOMETIMES("the child has it", FRESH, FAULT),
		SOMETIMES("the child has nothing there", FAULT, FAULT),
	},
	.teeth = { TOOTH(FORK_SKIP_LOCK, .ends_boot = true) },
};
