/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mremap() moves pages from x on to a.  Reclaim finds the first at a, flushes only a under
 * policy eager, and frees it: by then no CPU may reach it through x either.
 *
 *	CPU 0				CPU 1
 *	mremap(x and others to a)	reclaim the page
 *					another owner takes a frame
 *					r0 = load(x)
 */
#include <tests/litmus.h>

#define PAGES 48

/* There the first page has another page table than the rest, which is moved after it. */
static uintptr_t new_place(const struct run *r)
{
	uintptr_t low = r->lone < r->other ? r->lone : r->other;

	return low + (TABLE_PAGES - 1) * PAGE_SIZE;
}

static void map_x(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_SHARED, r->file[0], 0);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void read_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void move(struct run *r)
{
	move_pages(r->mm, r->x, window_pages(PAGES), new_place(r));
}

static void reclaim_occupy_load(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->x);
}

LITMUS(mremap_move_no_flush) = {
	.name = "unmap/mremap-move-no-flush",
	.asks = "is the old place of a moved page flushed before the page can be freed at the new one?",
	.source = "CVE-2018-18281, eb66ae030829 (Horn 2018): mremap: properly flush TLB",
	.setup = map_x,
	.warm = { read_others, touch },
	.cpu = { move, reclaim_occupy_load },
	.regs = { "1:x" },
	.sees = { OLD },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the page, before it moved", OLD),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		/* The other policies flush all of the CPUs at once. */
		TOOTH(MREMAP_FLUSH_LATE, .policies = ON_EAGER,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
