/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A breakpoint is taken out of a program that has become writable while another CPU stores
 * to the page.  To take it out, the kernel copies the page, and the store must not be lost by that.
 *
 *	CPU 0				CPU 1
 *	clear the breakpoint		store(x, 5)
 */
#include <tests/litmus.h>

static void map_probed(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_EXEC, r->file[0], 0);
	set_breakpoint(r, r->file[0], 0, NEW);
	protect(r, r->x, VM_READ | VM_WRITE | VM_EXEC);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void clear(struct run *r)
{
	clear_breakpoint(r, r->file[0], 0, NEW);
}

static void store_over(struct run *r)
{
	r->reg[0] = store(r, r->x, 5);
}

static void look(struct run *r)
{
	r->reg[1] = mapped_content(r, r->x);
}

LITMUS(uprobe_vs_store) = {
	.name = "unmap/uprobe-vs-store",
	.asks = "does a store stay that meets the taking out of a breakpoint?",
	.source = "Linux, uprobe_write_opcode(): what it copies may be stored to",
	.setup = map_probed,
	.warm = { NULL, touch },
	.cpu = { clear, store_over },
	.finish = look,
	.regs = { "1:store x", "x" },
	.sees = { OLD, NEW, 5 },
	.outcomes = {
		NEVER("the store is lost, and the program is as it was", DONE, OLD),
		NEVER("the store is lost, and the breakpoint is there", DONE, NEW),
		SOMETIMES("the store is there", DONE, 5),
	},
	.teeth = {
		TOOTH(UPROBE_COPIES_EARLY),
	},
};
