/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As mremap-pmd-move-vs-reclaim, with fsync(), which makes the page read-only and clean
 * and flushes the place at which it found it.
 *
 *	CPU 0				CPU 1
 *	mremap(2 MiB from lone		fsync(file)
 *	       to other)
 *	store(other, 2)
 *	store(other, 3)
 *	finally: reclaim; r0 = what read() finds
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

static void move_then_store(struct run *r)
{
	move_pages(r->mm, r->lone, TABLE_PAGES, r->other);
	(void)store(r, r->other, 2);
	(void)store(r, r->other, 3);
}

static void sync_it(struct run *r)
{
	sync_page(r, r->file[0], 0);
}

static void drop_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[0] = read_content(r, r->file[0], 0);
}

LITMUS(mremap_pmd_move_vs_fsync) = {
	.name = "unmap/mremap-pmd-move-vs-fsync",
	.asks = "does a store to the new place survive while write-back acts on the old one?",
	.source = "97113eb39fa7 (Kumar 2021): hold the rmap lock in write mode when moving tables",
	.setup = map_shared,
	.warm = { dirty_lone },
	.cpu = { move_then_store, sync_it },
	.finish = drop_then_read,
	.regs = { "file" },
	.sees = { OLD, 1, 2, 3 },
	.outcomes = {
		SOMETIMES("the last store is there", 3),
		NEVER("the last store is lost", ANY),
	},
	.teeth = {
		/* As there: only speculation can be in time. */
		TOOTH(MREMAP_SKIP_RMAP_LOCK, .needs = KEEPS_SPECULATED),
	},
};
