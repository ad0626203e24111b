/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device has changed, and the page is dropped from the cache, while its mapping goes.
 *
 *	CPU 0				CPU 1
 *	munmap(x)			the device changes
 *					invalidate(file)
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

static void change_and_look(struct run *r)
{
	change_device(r, r->file[0], 0, NEW);
	invalidate(r, r->file[0], 0);
	r->reg[0] = load(r, r->x);
}

LITMUS(invalidate_vs_munmap) = {
	.name = "pairs/invalidate-vs-munmap",
	.asks = "does an invalidation reach what a munmap under way has cleared and not flushed?",
	.source = "threads/000, 2c: content that changes with no local write",
	.setup = map_file,
	.warm = { NULL, touch },
	.cpu = { unmap_x, change_and_look },
	.regs = { "1:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("invalidated, yet read the old page", OLD),
		SOMETIMES("read the new content", NEW),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = { TOOTH(TRUNCATE_SKIP_GATHERS, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE) },
};
