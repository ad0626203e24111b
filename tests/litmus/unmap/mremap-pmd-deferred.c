/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As mremap-deferred, with a whole page table, which mremap() moves without looking into it.
 *
 *	CPU 0				CPU 1
 *	reclaim lone's page		r0 = load(lone)
 *					mremap(lone to other)
 *					mmap(lone, another file)
 *					r1 = load(lone)
 */
#include <tests/litmus.h>

static void map_old_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, NEW);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void reclaim_old(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
}

static void read_move_map_read(struct run *r)
{
	r->reg[0] = load(r, r->lone);
	move_pages(r->mm, r->lone, TABLE_PAGES, r->other);
	map(r, r->lone, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, r->lone);
}

LITMUS(mremap_pmd_deferred) = {
	.name = "unmap/mremap-pmd-deferred",
	.asks = "once a whole table has moved, is what reclaim took from its old place unreachable there?",
	.source = "threads/001 (Hansen, Park 2024), 3ea277194daa (Linux 2017), for mremap",
	.setup = map_old_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_old, read_move_map_read },
	.regs = { "1:before", "1:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the old page", OLD, OLD),
		SOMETIMES("read the new page", OLD, NEW),
	},
	.teeth = {
		TOOTH(MREMAP_TABLE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED),
	},
};
