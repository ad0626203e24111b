/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A breakpoint is taken out while its process forks, and the child moves the program.
 *
 *	CPU 0				CPU 1
 *	take the breakpoint out		fork()
 *					as the child: mremap(x -> z)
 *
 *	as the child: z = fetch(z)
 */
#include <tests/litmus.h>

static void map_program(struct run *r)
{
	begin_child(r, r->mms[1]);
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_EXEC, r->file[0], 0);
	set_breakpoint(r, r->file[0], 0, NEW);
}

static void take_out(struct run *r)
{
	clear_breakpoint(r, r->file[0], 0, NEW);
}

static void fork_and_move(struct run *r)
{
	fork_mm(r, r->mm, r->mms[1]);
	move_pages(r->mms[1], r->x, 1, r->z);
}

static void look(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = fetch(r, r->z);
}

LITMUS(uprobe_vs_fork) = {
	.name = "unmap/uprobe-vs-fork",
	.asks = "is a breakpoint taken out of a child that is born meanwhile, and of what it moves?",
	.source = "Linux, uprobe_start_dup_mmap()",
	.setup = map_program,
	.cpu = { take_out, fork_and_move },
	.finish = look,
	.regs = { "z" },
	.sees = { OLD, NEW },
	.outcomes = {
		SOMETIMES("the program", OLD),
		NEVER("the child has kept the breakpoint", NEW),
	},
	.teeth = { TOOTH(UPROBE_LOOKS_ONCE) },
};
