/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms share the page table of a file's VMA.  When mm 0 unmaps it, only the link to
 * the table is cleared, and nothing is gathered.  Then mm 1, the last who shares, unmaps
 * it, flushes mm 1, and frees the pages and the table.
 *
 *	CPU 0				CPU 1, which runs in mm 0
 *	munmap(mm 0's VMA)		wait for y
 *	y = 1				munmap(mm 1's VMA), reclaim the page
 *					another owner takes a frame
 *					r0 = load(lone)
 *
 * The other mapping near lone keeps the upper tables: those would be flushed too.
 */
#include <tests/litmus.h>

#define SHARED (VM_READ | VM_SHARED | VM_SHARE_TABLE)

static void share_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map(r, r->other, VM_READ, NULL, 0);
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
	tell(&r->y);
}

static void unmap_last_then_touch(struct run *r)
{
	await(&r->y);
	unmap_pages(r->mms[1], r->lone, TABLE_PAGES);
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->lone);
}

LITMUS(hugetlb_unshare_no_flush) = {
	.name = "unmap/hugetlb-unshare-no-flush",
	.asks = "is an mm flushed that only unlinks a table which others share?",
	.source = "CVE-2021-4002; a4a118f2eead (Amit 2021): flush TLBs correctly after huge_pmd_unshare",
	.setup = share_lone,
	.warm = { NULL, touch },
	.cpu = { unmap_first, unmap_last_then_touch },
	.regs = { "1:lone" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		NEVER("read the page after munmap() had returned", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(UNSHARE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
