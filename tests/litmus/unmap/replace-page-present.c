/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A breakpoint is set in a page that is mapped: replaced by a copy with other bytes.
 *
 *	CPU 0				CPU 1
 *	replace x's page		repeat: r0 = y
 *	y = 1				        r1 = fetch(x)
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

static void replace_then_tell(struct run *r)
{
	replace(r, r->x, NEW);
	tell(&r->y);
}

static void listen_then_run(struct run *r)
{
	for (unsigned int i = looks(r); i && r->reg[0] != 1; i--) {
		r->reg[0] = (uint64_t)told(&r->y);
		r->reg[1] = fetch(r, r->x);
	}
}

LITMUS(replace_page_present) = {
	.name = "unmap/replace-page-present",
	.asks = "once a mapped page was replaced, does no CPU run the old code?",
	.source = "threads/000: __replace_page(); catalogue: luf-replace-page-uprobe",
	.setup = map_program,
	.warm = { touch, touch },
	.cpu = { replace_then_tell, listen_then_run },
	.regs = { "1:y", "1:fetch x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("told of it, yet ran the old code", 1, OLD),
		SOMETIMES("told, and ran the new code", 1, NEW),
		SOMETIMES("ran the old code before", 0, OLD),
		SOMETIMES("ran the new code before being told", 0, NEW),
	},
	.teeth = {
		TOOTH(REPLACE_SKIP_FLUSH, .needs = KEEPS_READ | KEEPS_REMOTE),
	},
};
