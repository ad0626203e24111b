/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * madvise(DONTNEED) clears the PTE of x, its flush still to come.  CPU 1 puts another page
 * there, and says so.
 *
 *	CPU 0				CPU 1			CPU 2
 *	madvise(x and others,		replace x by NEW	wait for y
 *		DONTNEED)		y = 1			r0 = load(x)
 */
#include <tests/litmus.h>

#define PAGES 32

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, window_pages(PAGES), VM_READ | VM_WRITE, NULL, 0);
}

static void touch_others(struct run *r)
{
	for (unsigned int i = 1; i < window_pages(PAGES); i++)
		(void)store(r, r->x + i * PAGE_SIZE, 1);
}

static void touch(struct run *r)
{
	(void)store(r, r->x, 1);
}

static void discard(struct run *r)
{
	advise_pages(r->mm, r->x, window_pages(PAGES), MADV_DONTNEED);
}

static void replace_then_tell(struct run *r)
{
	replace(r, r->x, NEW);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(dontneed_vs_replace) = {
	.name = "pairs/dontneed-vs-replace",
	.asks = "once a page is put in place, is what madvise() cleared there flushed?",
	.source = "99baac21e458, for replace_page()",
	.setup = map_memory,
	.warm = { touch_others, NULL, touch },
	.cpu = { discard, replace_then_tell, wait_then_load },
	.regs = { "2:x" },
	.sees = { FRESH, 1, NEW },
	.outcomes = {
		SOMETIMES("read the new page", NEW),
		SOMETIMES("the new page was discarded", FRESH),
		NEVER("read the page that was discarded", 1),
	},
	.teeth = { TOOTH(REPLACE_SKIP_PENDING, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE) },
};
