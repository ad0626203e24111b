/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two mms share a page table, which fast GUP walks in mm 0; flushes interrupt nobody.  Mm 0 leaves
 * the table.  Then mm 1, the last that has it, frees it, and waits only for CPUs that walk in mm 1.
 *
 *	CPU 0				CPU 1
 *	munmap(mm 0's VMA)		get lone, fast; r0 = its content
 *	munmap(mm 1's VMA)
 *	store(other, 2)
 *
 * The VMA at other keeps the upper tables, which would be waited for.
 */
#include <tests/litmus.h>

#define SHARED (VM_READ | VM_SHARED | VM_SHARE_TABLE)

static void share_lone(struct run *r)
{
	flush_tlbs_by(TLB_FLUSH_BROADCAST);
	content(r, r->file[0], 0, OLD);
	map(r, r->other, VM_READ | VM_WRITE, NULL, 0);
	for (unsigned int i = 0; i < 2; i++)
		map_pages(r->mms[i], r->lone, TABLE_PAGES, SHARED, r->file[0], 0);
	populate(r, r->lone);
}

static void leave_and_move_on(struct run *r)
{
	unmap_pages(r->mms[0], r->lone, TABLE_PAGES);
	unmap_pages(r->mms[1], r->lone, TABLE_PAGES);
	(void)store(r, r->other, 2);
}

static void get_and_look(struct run *r)
{
	struct page *page = try_get_page_fast(r, r->lone, 0);

	r->reg[0] = device_load(r, page);
	put_page(page, 0);
}

LITMUS(gup_fast_unshare) = {
	.name = "gup/fast-unshare",
	.asks = "does who leaves a shared table wait for those who walk it with interrupts disabled?",
	.source = "CVE-2025-38085; 1013af4f585f; catalogue: unshare-vs-gupfast",
	.setup = share_lone,
	.cpu = { leave_and_move_on, get_and_look },
	.regs = { "1:lone" },
	.sees = { FAULT },
	.outcomes = {
		SOMETIMES("got none, since it is a file's", FAULT),
		NEVER("got a page of another address", 2),
		NEVER("got a page of another address, new", FOREIGN),
	},
	.teeth = { TOOTH(UNSHARE_FORGETS_TABLE) },
};
