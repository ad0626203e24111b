/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms share the page table of a file's VMA.  Once mm 0 has left it, the reverse
 * mapping finds the page's leaf by mm 1 alone, and flushes only mm 1.  So it may not begin
 * to look between the leaving and its flush.
 *
 *	CPU 0				CPU 1, which runs in mm 0
 *	munmap(mm 0's VMA)		reclaim the page
 *					another owner takes a frame
 *					r0 = load(lone)
 */
#include <tests/litmus.h>

#define SHARED (VM_READ | VM_SHARED | VM_SHARE_TABLE)

static void share_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->other, VM_READ, NULL, 0); /* keeps the upper tables */
	for (unsigned int i = 0; i < 2; i++)
		map_pages(r->mms[i], r->lone, TABLE_PAGES, SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void unmap_first(struct run *r)
{
	unmap_pages(r->mms[0], r->lone, TABLE_PAGES);
}

static void reclaim_then_touch(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->lone);
}

LITMUS(unshare_vs_reclaim) = {
	.name = "unmap/unshare-vs-reclaim",
	.asks = "is an mm that leaves a shared table flushed before reclaim finds only the others?",
	.source = "CVE-2021-4002; a4a118f2eead (Amit 2021): the flush before i_mmap_rwsem is released",
	.setup = share_lone,
	.warm = { NULL, touch },
	.cpu = { unmap_first, reclaim_then_touch },
	.regs = { "1:lone" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the page", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(UNSHARE_FLUSH_LATE, .owners = OWNERS_ANY, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(UNSHARE_SKIP_FLUSH, .owners = OWNERS_ANY, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
