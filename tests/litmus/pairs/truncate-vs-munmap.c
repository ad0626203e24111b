/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is cut off its file while its mapping goes.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			truncate(file, 0)
 *					r0 = load(x)
 */
#include <tests/litmus.h>

static void map_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void unmap_x(struct run *r)
{
	unmap(r, r->x);
}

static void truncate_and_look(struct run *r)
{
	truncate_file(r, r->file[0], 0);
	r->reg[0] = load(r, r->x);
}

LITMUS(truncate_vs_munmap) = {
	.name = "pairs/truncate-vs-munmap",
	.asks = "does truncation wait for what a munmap under way has cleared and not flushed?",
	.source = "threads/001: what was cleared is not there to be gathered",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { unmap_x, truncate_and_look },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("cut off, yet read the page", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = { TOOTH(TRUNCATE_SKIP_GATHERS, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE) },
};
