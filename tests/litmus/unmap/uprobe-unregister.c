/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A breakpoint is taken out of a program while another CPU runs it.
 *
 *	CPU 0				CPU 1
 *	clear the breakpoint		repeat: r0 = y
 *	y = 1				        r1 = fetch(x)
 */
#include <tests/litmus.h>

static void map_probed(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_EXEC, r->file[0], 0);
	set_breakpoint(r, r->file[0], 0, NEW);
}

static void touch(struct run *r)
{
	(void)fetch(r, r->x);
}

static void clear_then_tell(struct run *r)
{
	clear_breakpoint(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void listen_then_run(struct run *r)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = fetch(r, r->x);
	}
}

LITMUS(uprobe_unregister) = {
	.name = "unmap/uprobe-unregister",
	.asks = "once a breakpoint is taken out, does no CPU run it?",
	.source = "threads/000 (Hansen 2024): uprobes; the catalogue's luf-replace-page-uprobe",
	.setup = map_probed,
	.warm = { touch, touch },
	.cpu = { clear_then_tell, listen_then_run },
	.regs = { "1:y", "1:fetch x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of it, yet ran the breakpoint", 1, NEW),
		SOMETIMES("told, and ran the program", 1, OLD),
		SOMETIMES("ran the breakpoint before", 0, NEW),
		SOMETIMES("ran the program before being told", 0, OLD),
	},
	.teeth = {
		TOOTH(REPLACE_SKIP_FLUSH, .needs = KEEPS_READ | KEEPS_REMOTE),
	},
};
