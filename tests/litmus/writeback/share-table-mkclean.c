/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms share the page table of a file's VMA.  Write-back makes the page's one leaf
 * read-only and clean by the VMA of mm 0; a store of mm 1 must make it dirty again, or it
 * is lost.
 *
 *	CPU 0				CPU 1, in mm 1
 *	fsync(file)			r0 = store(lone, 2)
 *	finally: reclaim; r1 = what read() finds
 */
#include <tests/litmus.h>

#define SHARED (VM_READ | VM_WRITE | VM_SHARED | VM_SHARE_TABLE)

static void share_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	for (unsigned int i = 0; i < 2; i++)
		map_pages(r->mms[i], r->lone, TABLE_PAGES, SHARED, r->file[0], 0);
}

static void dirty_in_mm1(struct run *r)
{
	become(r->mms[1]);
	(void)store(r, r->lone, 1);
}

static void write_back(struct run *r)
{
	sync_page(r, r->file[0], 0);
}

static void store_in_mm1(struct run *r)
{
	become(r->mms[1]);
	r->reg[0] = store(r, r->lone, 2);
}

static void drop_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(share_table_mkclean) = {
	.name = "writeback/share-table-mkclean",
	.asks = "does a store through any mm that shares a table make a clean page dirty?",
	.source = "CVE-2021-4002, by reverse mapping: one leaf, many mms",
	.setup = share_lone,
	.warm = { NULL, dirty_in_mm1 },
	.cpu = { write_back, store_in_mm1 },
	.finish = drop_then_read,
	.regs = { "1:lone", "file" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
	},
	.teeth = {
		TOOTH(FLUSH_ONE_SHARER, .needs = KEEPS_WRITE | KEEPS_REMOTE | KEEPS_DIRTY),
	},
};
