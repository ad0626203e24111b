/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * munmap() removes so many pages that the gather is full with the first of their page tables,
 * and there is no memory for more room.  To take the next table it frees all that it has in
 * the middle of the call, and must flush before that.
 *
 *	CPU 0				CPU 1
 *	munmap(lone and 38 pages more)	another owner takes a frame, first the table's
 *					r0 = load(lone)
 */
#include <kernel/mm/tables/gather.h>
#include <tests/litmus.h>

#define PAGES (GATHER_PAGES - 1)

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->lone, PAGES, VM_READ | VM_WRITE, NULL, 0);
	for (unsigned int i = 0; i < PAGES; i++)
		fault_in(r->mm, r->lone + i * PAGE_SIZE);
	starve_gathers();
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void unmap_all(struct run *r)
{
	unmap_pages(r->mm, r->lone, PAGES);
}

static void occupy_then_load(struct run *r)
{
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->lone);
}

LITMUS(gather_batch_overflow_order) = {
	.name = "unmap/gather-batch-overflow-order",
	.asks = "are pages flushed before they are freed, if a gather has no room for more?",
	.source = "0ed1325967ab (Linux 2020): invalidate TLB correctly on batch allocation failure",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { unmap_all, occupy_then_load },
	.regs = { "1:lone" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("read the page", FRESH),
		SOMETIMES("faulted", FAULT),
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
	},
	.teeth = {
		TOOTH(GATHER_OVERFLOW_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
