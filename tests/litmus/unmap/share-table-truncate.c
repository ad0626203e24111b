/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms share the page table of a file's VMA.  truncate() clears the page's one leaf
 * by the VMA of mm 0; CPUs in mm 1 have it too.
 *
 *	CPU 0				CPU 1, in mm 1
 *	truncate the file		wait for y
 *	y = 1				r0 = load(lone)
 */
#include <tests/litmus.h>

#define SHARED (VM_READ | VM_SHARED | VM_SHARE_TABLE)

static void share_lone(struct run *r)
{
	content(r, r->file[0], LITMUS_FILE_PAGES - 1, OLD);
	for (unsigned int i = 0; i < 2; i++)
		map_pages(r->mms[i], r->lone, TABLE_PAGES, SHARED, r->file[0], 0);
}

static uintptr_t last_page(const struct run *r)
{
	return r->lone + (LITMUS_FILE_PAGES - 1) * PAGE_SIZE;
}

static void touch_in_mm1(struct run *r)
{
	become(r->mms[1]);
	(void)load(r, last_page(r));
}

static void truncate_tell(struct run *r)
{
	truncate_file(r, r->file[0], LITMUS_FILE_PAGES - 1);
	tell(&r->y);
}

static void listen_then_touch(struct run *r)
{
	become(r->mms[1]);
	await(&r->y);
	r->reg[0] = load(r, last_page(r));
}

LITMUS(share_table_truncate) = {
	.name = "unmap/share-table-truncate",
	.asks = "is what truncate() clears in a shared table flushed for all who share it?",
	.source = "CVE-2021-4002, by reverse mapping: one leaf, many mms",
	.setup = share_lone,
	.warm = { NULL, touch_in_mm1 },
	.cpu = { truncate_tell, listen_then_touch },
	.regs = { "1:last" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the page that was cut off", OLD),
		NEVER("read a free frame", FREED),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(FLUSH_ONE_SHARER, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
