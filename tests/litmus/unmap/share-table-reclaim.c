/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms share the page table of a file's VMA.  Reclaim finds the page's one leaf by the
 * VMA of mm 0; CPUs in mm 1 have it too.
 *
 *	CPU 0				CPU 1, in mm 1
 *	reclaim the page		repeat: r0 = load(lone)
 *	another owner takes a frame	until it is not the file's
 *	y = 1				wait for y, r0 = load(lone)
 */
#include <tests/litmus.h>

#define LOOKS  2
#define SHARED (VM_READ | VM_SHARED | VM_SHARE_TABLE)

static void share_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	for (unsigned int i = 0; i < 2; i++)
		map_pages(r->mms[i], r->lone, TABLE_PAGES, SHARED, r->file[0], 0);
}

static void touch_in_mm1(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, r->lone);
}

static void reclaim_and_reuse(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

static void keep_reading(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = load_until_told(r, r->lone, OLD, LOOKS);
}

LITMUS(share_table_reclaim) = {
	.name = "unmap/share-table-reclaim",
	.asks = "is a leaf in a shared table flushed for all who share it when it is reclaimed?",
	.source = "CVE-2021-4002, by reverse mapping: one leaf, many mms",
	.setup = share_lone,
	.warm = { NULL, touch_in_mm1 },
	.cpu = { reclaim_and_reuse, keep_reading },
	.regs = { "1:lone" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the file", OLD),
	},
	.teeth = {
		TOOTH(FLUSH_ONE_SHARER, .owners = OWNERS_ANY, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
