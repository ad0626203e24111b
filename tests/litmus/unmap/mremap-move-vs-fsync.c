/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As mremap-move-no-flush, but fsync() meets the page at its new place, and makes it
 * read-only and clean there.  A store through the old place after that would be lost.
 *
 *	CPU 0				CPU 1
 *	mremap(x and others to a)	fsync(file)
 *					r0 = store(x, 2)
 *	finally: reclaim; r1 = what read() finds
 */
#include <tests/litmus.h>

#define PAGES 48

/* There the first page has another page table than the rest, which is moved after it. */
static uintptr_t new_place(const struct run *r)
{
	uintptr_t low = r->lone < r->other ? r->lone : r->other;

	return low + (TABLE_PAGES - 1) * PAGE_SIZE;
}

static void map_shared(struct run *r)
{
	content(r, r->file[0], 0, OLD);
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE | VM_SHARED, r->file[0], 0);
}

static void dirty_x(struct run *r)
{
	(void)store(r, r->x, 1);
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

static void sync_then_store(struct run *r)
{
	sync_page(r, r->file[0], 0);
	r->reg[0] = store(r, r->x, 2);
}

static void drop_then_read(struct run *r)
{
	reclaim(r, r->file[0], 0, 1);
	r->reg[1] = read_content(r, r->file[0], 0);
}

LITMUS(mremap_move_vs_fsync) = {
	.name = "unmap/mremap-move-vs-fsync",
	.asks = "does a store to the old place survive, or else fault, while the page moves?",
	.source = "CVE-2018-18281, eb66ae030829 (Horn 2018), with write-back at the new place",
	.setup = map_shared,
	.warm = { read_others, dirty_x },
	.cpu = { move, sync_then_store },
	.finish = drop_then_read,
	.regs = { "1:x", "file" },
	.sees = { OLD, 1, 2 },
	.outcomes = {
		NEVER("the store is lost, an older one is back", DONE, 1),
		NEVER("the store is lost, the first content is back", DONE, OLD),
		SOMETIMES("the store is there", DONE, 2),
		SOMETIMES("the store faulted", FAULT, 1),
		SOMETIMES("the store faulted, and nobody had stored before", FAULT, OLD),
	},
	.teeth = {
		TOOTH(MREMAP_FLUSH_LATE, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
