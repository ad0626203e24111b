/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A page cannot move, since somebody holds it.  Meanwhile munmap() has cleared its entry but
 * not flushed yet.  Then the last reference is put, with no mapping left to flush for, and the
 * frame passes to another owner.
 *
 *	CPU 0				CPU 1
 *	(holds x's page)		munmap(x and more)
 *	move x, in vain
 *	release the page
 *	allocate a frame, fill it
 *	r0 = load(x)
 */
#include <tests/litmus.h>

/* munmap() goes on behind x: the longer until its flush. */
#define PAGES 64

static struct page *held; /* from setup to CPU 0 */

static void map_clean(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ, NULL, 0);
	map_swapped(r, r->x, 1);
	populate(r, r->x);
	held = hold_page_at(r, r->x);
}

static void touch(struct run *r)
{
	(void)load(r, r->x);
}

static void move_held(struct run *r)
{
	migrate(r, r->x);
	release_page(held);
	occupy_frame(r, OTHER);
	r->reg[0] = load(r, r->x);
}

static void unmap_x(struct run *r)
{
	unmap_pages(r->mm, r->x, window_pages(PAGES));
}

LITMUS(migrate_aborted) = {
	.name = "migrate/aborted",
	.asks = "is a flush that was deferred for a page that could not move still made?",
	.source = "reclaim/luf-aborted, for migration",
	.setup = map_clean,
	.warm = { touch },
	.cpu = { move_held, unmap_x },
	.regs = { "0:x" },
	.sees = { 1 },
	.outcomes = {
		NEVER("read the frame's next owner", OTHER),
		NEVER("read a free frame", FREED),
		SOMETIMES("read the page", 1),
		SOMETIMES("faulted", FAULT),
	},
	.teeth = {
		TOOTH(MIGRATE_ABORT_SKIP_LUF, .policies = ON_LUF,
		      .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
