/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms run a program, and a breakpoint is set in it: each gets a private copy with
 * other bytes.  The CPU that runs it is in the second.
 *
 *	CPU 0				CPU 1, in the second mm
 *	set the breakpoint		repeat: r0 = y
 *	y = 1				        r1 = fetch(x)
 */
#include <tests/litmus.h>

static void map_program(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_EXEC, r->file[0], 0);
	map_pages(r->mms[1], r->x, 1, VM_READ | VM_EXEC, r->file[0], 0);
}

static void touch(struct run *r)
{
	become(r->mms[1]);
	(void)fetch(r, r->x);
}

static void probe_then_tell(struct run *r)
{
	set_breakpoint(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void listen_then_run(struct run *r)
{
	become(r->mms[1]);
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = fetch(r, r->x);
	}
}

static void clear(struct run *r)
{
	clear_breakpoint(r, r->file[0], 0, NEW);
}

LITMUS(uprobe_two_mms) = {
	.name = "unmap/uprobe-two-mms",
	.asks = "once a breakpoint is set, does no CPU run the old code, in any mm?",
	.source = "threads/000 (Hansen 2024): uprobes; Linux, build_map_info()",
	.setup = map_program,
	.warm = { NULL, touch },
	.cpu = { probe_then_tell, listen_then_run },
	.finish = clear,
	.regs = { "1:y", "1:fetch x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of it, yet ran the old code", 1, OLD),
		SOMETIMES("told, and ran the new code", 1, NEW),
		SOMETIMES("ran the old code before", 0, OLD),
		SOMETIMES("ran the new code before being told", 0, NEW),
	},
	.teeth = {
		TOOTH(UPROBE_FIRST_MM_ONLY),
		TOOTH(REPLACE_SKIP_FLUSH, .needs = KEEPS_READ | KEEPS_REMOTE),
	},
};
