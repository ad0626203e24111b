/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap() moves a whole page table.  fsync() then finds the page at its new place, and
 * makes it read-only and clean there: a store through the old place would be lost.
 *
 *	CPU 0				CPU 1
 *	mremap(2 MiB from lone		fsync(file)
 *	       to other)		r0 = store(lone, 2)
 *	finally: reclaim; r1 = what read() finds
 */
#include <tests/litmus.h>

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_lone(struct run *r)
{
	(void)store(r, r->lone, 1);
}

static void move(struct run *r)
{
	move_pages(r->mm, r->lone, TABLE_PAGES, r->other);
}

static void sync_then_store(struct run *r)
{
	sync_page(r, r->file[0], 0);
	r->reg[0] = store(r, r->lone, 2);
}

static void drop_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(mremap_pmd_move_no_flush) = {
	.name = "unmap/mremap-pmd-move-no-flush",
	.asks = "is the old place of a whole table flushed before its pages change at the new one?",
	.source = "CVE-2018-18281 (Horn 2018), for move_normal_pmd",
	.setup = map_shared,
	.warm = { NULL, dirty_lone },
	.cpu = { move, sync_then_store },
	.finish = drop_then_read,
	.regs = { "1:lone", "file" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
		SOMETIMES("the store faulted", FAULT, 1),
		SOMETIMES("the store faulted, and nobody had stored before", FAULT, OLD),
	},
	.teeth = {
		TOOTH(MREMAP_TABLE_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
