/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * CPU 1 has read x, a page of a file.  CPU 0 reclaims that page; LUF clears the PTE
 * and leaves the flush for later.  CPU 1 unmaps x, which finds no PTE and so gathers
 * nothing to flush, and maps another file there.  It must see that one.
 *
 *	CPU 0				CPU 1
 *	reclaim x's page		r0 = load(x)
 *					munmap(x)
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

static void read_remap_read(struct run *r)
{
	r->reg[0] = load(r, r->x);
	unmap(r, r->x);
	map(r, r->x, VM_READ | VM_SHARED, r->file[1], 0);
	r->reg[1] = load(r, r->x);
}

LITMUS(luf_munmap_mmap_stale_ro) = {
	.name = "reclaim/luf-munmap-mmap-stale-ro",
	.asks = "once mmap() returns, is the page that was mapped there before unreachable?",
	.source = "threads/001 (Hansen, Park 2024): a flush deferred by LUF, a gather that is empty",
	.setup = map_old_file,
	.warm = { NULL, touch },
	.cpu = { reclaim_old, read_remap_read },
	.regs = { "1:before", "1:after" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("mapped anew, yet read the old page", OLD, OLD),
		SOMETIMES("read the new page", OLD, NEW),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
