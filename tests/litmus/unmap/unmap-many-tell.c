/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * As unmap-flush-tell, for a range of pages that are private to the mm: more than the
 * gather holds, so that it is flushed and freed in parts, and more than are invalidated
 * one by one.
 *
 *	CPU 0				CPU 1
 *	munmap(x and 47 pages more)	repeat: r0 = y
 *	y = 1				        r1 = load(x + some page)
 */
#include <tests/litmus.h>

#define PAGES 48

static void map_range(struct run *r)
{
	map_pages(r->mm, r->x, PAGES, VM_READ | VM_WRITE, NULL, 0);
}

/* Which page CPU 1 looks at: the first and the last parts of the gather in turn. */
static uintptr_t looked_at(const struct run *r)
{
	return r->x + r->number % PAGES * PAGE_SIZE;
}

static void touch(struct run *r)
{
	for (unsigned int i = 0; i < PAGES; i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void unmap_then_tell(struct run *r)
{
	unmap_pages(r->mm, r->x, PAGES);
	tell(&r->y);
}

static void listen_then_touch(struct run *r)
{
	listen_and_load(r, looked_at(r));
}

LITMUS(unmap_many_tell) = {
	.name = "unmap/unmap-many-tell",
	.asks = "once munmap() of a long range returns, is all of it unreachable?",
	.source = "Linux, mm/mmu_gather.c: overflow; catalogue: gather-batch-overflow-order",
	.setup = map_range,
	.warm = { NULL, touch },
	.cpu = { unmap_then_tell, listen_then_touch },
	.regs = { "1:y", "1:x" },
	.sees = { FRESH },
	.outcomes = {
		NEVER("heard, yet read the old page", 1, FRESH),
		NEVER("heard, yet read a free frame", 1, FREED),
		NEVER("read a free frame", 0, FREED),
		SOMETIMES("heard, then faulted", 1, FAULT),
		SOMETIMES("touched before the unmap", 0, FRESH),
		SOMETIMES("faulted before hearing", 0, FAULT),
	},
	.teeth = {
		TOOTH(GATHER_SKIP_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(GATHER_FREE_BEFORE_FLUSH, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
		TOOTH(FLUSH_FUNC_SKIP_FULL, .needs = KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
