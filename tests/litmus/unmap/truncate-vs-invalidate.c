/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page is cut off its file while it is dropped from the cache: both find it in its slot, and
 * the second to lock it finds that it has left.
 *
 *	CPU 0				CPU 1
 *	truncate(file, 0)		invalidate(file)
 *	r0 = load(x)
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

static void truncate_and_look(struct run *r)
{
	truncate_file(r, r->file[0], 0);
	r->reg[0] = load(r, r->x);
}

static void invalidate_it(struct run *r)
{
	invalidate(r, r->file[0], 0);
}

LITMUS(truncate_vs_invalidate) = {
	.name = "unmap/truncate-vs-invalidate",
	.asks = "may truncation and invalidation take the same page out of its slot?",
	.source = "Linux, truncate_inode_pages_range(): folio->mapping under the folio lock",
	.setup = map_file,
	.warm = { touch },
	.cpu = { truncate_and_look, invalidate_it },
	.regs = { "0:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("cut off, yet read the page", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = { TOOTH(TRUNCATE_SKIP_RECHECK, .ends_boot = true) },
};
