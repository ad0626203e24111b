/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page of a program is reclaimed with its flush deferred; then a breakpoint is put into
 * it: the reverse mapping finds the VMA, and a private copy with other bytes is mapped in
 * it.  There is no PTE to clear, yet a CPU may go on running the old code.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		repeat: r0 = y
 *	set a breakpoint in it		        r1 = fetch(x)
 *	y = 1
 */
#include <tests/litmus.h>

static void map_program(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_EXEC, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)fetch(r, r->x);
}

static void reclaim_then_probe(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	set_breakpoint(r, r->file[0], 0, NEW);
	tell(&r->y);
}

static void listen_then_run(struct run *r)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = fetch(r, r->x);
	}
}

static void clear(struct run *r)
{
	clear_breakpoint(r, r->file[0], 0, NEW);
}

LITMUS(luf_replace_page_uprobe) = {
	.name = "reclaim/luf-replace-page-uprobe",
	.asks = "once a breakpoint is set, does no CPU run the old code?",
	.source = "threads/000 (Hansen 2024): __replace_page() in uprobes",
	.setup = map_program,
	.warm = { NULL, touch },
	.cpu = { reclaim_then_probe, listen_then_run },
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
		TOOTH(REPLACE_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
