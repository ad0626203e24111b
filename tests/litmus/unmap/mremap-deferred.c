/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As reclaim/luf-munmap-mmap-stale-ro: reclaim has cleared the PTE of x and put the flush
 * off; mremap() then finds nothing to move from x, and leaves it free for another file.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = load(x)
 *					mremap(x to z)
 *					mmap(x, another file)
 *					r1 = load(x)
 */
#include <tests/litmus.h>

static void map_old_file(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	content(r, r->file[1], 0, NEW);
	map(r, r->x, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void reclaim_old(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
}

static void read_move_map_read(struct run *r)
{
	r->reg[0] = load(r, r->x);
	move_pages(r->mm, r->x, 1, r->z);
	map(r, r->x, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, r->x);
}

LITMUS(mremap_deferred) = {
	.name = "unmap/mremap-deferred",
	.asks = "once an area has moved, is what reclaim took from its old place unreachable there?",
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
		TOOTH(MREMAP_SKIP_SETTLE, .policies = ON_BATCH | ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
