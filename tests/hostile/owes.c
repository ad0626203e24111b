/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A test in which more entries are owed a flush at once than luf_debug=on has room for: 64
 * pages of a file, each mapped 16 times, are unmapped by one call.  It breaks no rule, but
 * with luf_debug=on it is no pass: tests/boot/hostile.sh.  The model has no room for as many.
 */
#include <tests/hostile/hostile.h>

#define TIMES 16 /* and the tables */

static void unmap_many(struct run *r)
{
	uintptr_t start = r->lone < r->other ? r->lone : r->other;
	size_t pages = window_pages(TIMES) * LITMUS_FILE_PAGES;

	map_x(r);
	become(r->mm);
	for (size_t i = 0; i < pages; i += LITMUS_FILE_PAGES)
		map_pages(r->mm, start + i * PAGE_SIZE, LITMUS_FILE_PAGES, VM_READ | VM_SHARED,
			  r->file[0], 0);
	for (size_t i = 0; i < pages; i++)
		fault_in(r->mm, start + i * PAGE_SIZE);
	unmap_pages(r->mm, start, pages);
	become(NULL);
}

static void act(struct run *r)
{
	r->reg[0] = load(r, r->x);
}

LITMUS(hostile_owes) = {
	.name = "hostile/owes",
	.asks = "is it noticed?",
	.source = "a test that owes too much",
	.setup = unmap_many,
	.cpu = { act },
	.regs = { "0:x" },
	.sees = { OLD },
	.outcomes = { SOMETIMES("read the page", OLD), NEVER("read another", ANY) },
	.teeth = { TOOTH(COW_SKIP_FLUSH) },
};
