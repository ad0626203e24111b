/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * madvise(DONTNEED) clears the PTE of x; its flush comes with the whole range's.  In
 * between, another CPU stores to x, and gets a new page.  Whoever hears of that must not
 * read the old one.
 *
 *	CPU 0				CPU 1			CPU 2
 *	madvise(x and others,		store(x, 2)		wait for y
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

static void store_then_tell(struct run *r)
{
	(void)store(r, r->x, 2);
	tell(&r->y);
}

static void wait_then_load(struct run *r)
{
	await(&r->y);
	r->reg[0] = load(r, r->x);
}

LITMUS(dontneed_vs_fault) = {
	.name = "unmap/dontneed-vs-fault",
	.asks = "is what madvise() cleared flushed before something else is mapped there?",
	.source = "99baac21e458 (Linux 2017), for a fault; 3ea277194daa",
	.setup = map_memory,
	.warm = { touch_others, NULL, touch },
	.cpu = { discard, store_then_tell, wait_then_load },
	.regs = { "2:x" },
	.sees = { FRESH, 1 },
	.outcomes = {
		SOMETIMES("read the store", 2),
		SOMETIMES("the store was discarded", FRESH),
		NEVER("read the page that was discarded", 1),
	},
	.teeth = {
		TOOTH(FAULT_SKIP_PENDING, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
