/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap() moves a whole page table while reclaim, which has found the page at its old
 * place, is about to clear its PTE in that table and to flush the old place.  Then no
 * CPU may be able to reach the page through the new one.
 *
 *	CPU 0				CPU 1
 *	mremap(2 MiB from lone		reclaim the page
 *	       to other)		another owner takes a frame
 *	r0 = load(other)		y = 1
 *	wait for y
 *	r1 = load(other)
 */
#include <tests/litmus.h>

static void map_lone(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->lone, TABLE_PAGES, VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->lone);
}

static void move_then_look(struct run *r)
{
	move_pages(r->mm, r->lone, TABLE_PAGES, r->other);
	r->reg[0] = load(r, r->other);
	await(&r->y);
	r->reg[1] = load(r, r->other);
}

static void reclaim_occupy_tell(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	tell(&r->y);
}

LITMUS(mremap_pmd_move_vs_reclaim) = {
	.name = "unmap/mremap-pmd-move-vs-reclaim",
	.asks = "does a table move only while no reverse mapping acts on its old address?",
	.source = "97113eb39fa7 (Kumar 2021): hold the rmap lock in write mode when moving tables",
	.setup = map_lone,
	.warm = { touch },
	.cpu = { move_then_look, reclaim_occupy_tell },
	.regs = { "0:first", "0:then" },
	.sees = { OLD },
	.outcomes = {
		SOMETIMES("read the page", OLD, OLD),
		NEVER("read the frame's next owner", OLD, OTHER),
		NEVER("read a free frame", OLD, FREED),
		NEVER("read a free frame at once", FREED, OLD),
		NEVER("read the frame's next owner at once", OTHER, OLD),
	},
	.teeth = {
		/*
		 * The other policies flush all of the CPUs at once.  No access can come in time:
		 * it would fault before the move, and wait for mremap(), which waits for reclaim.
		 */
		TOOTH(MREMAP_SKIP_RMAP_LOCK, .policies = ON_EAGER, .needs = KEEPS_SPECULATED),
	},
};
