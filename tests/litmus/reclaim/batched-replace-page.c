/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages are replaced while reclaim has unmapped the old ones and not flushed them yet.
 * A CPU that has replaced a page must not read the old one, which it may still translate to.
 *
 *	CPU 0				CPU 1
 *	load(x)				reclaim the pages	for several pages x
 *	replace it
 *	r0 = load(x)			until it is not the new one
 */
#include <tests/litmus.h>

#define PAGES window_pages(16)

static void map_private(struct run *r)
{
	for (size_t i = 0; i < PAGES; i++)
		content(r, r->file[0], i, OLD);
	map_pages(r->mm, r->x, PAGES, VM_READ, r->file[0], 0);
}

static void touch(struct run *r)
{
	for (size_t i = 0; i < PAGES; i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void replace_then_read(struct run *r)
{
	r->reg[0] = NEW;
	for (size_t i = 0; i < PAGES && r->reg[0] == NEW; i++) {
		uintptr_t x = r->x + i * PAGE_SIZE;

		(void)load(r, x);
		replace(r, x, NEW);
		r->reg[0] = load(r, x);
	}
}

static void reclaim_them(struct run *r)
{
	reclaim(r, r->file[0], 0, PAGES);
}

LITMUS(batched_replace_page) = {
	.name = "reclaim/batched-replace-page",
	.asks = "is a page replaced for good, though reclaim still owes the flush of the old one?",
	.source = "threads/000: __replace_page(); 3ea277194daa for the batch",
	.setup = map_private,
	.warm = { touch, NULL },
	.cpu = { replace_then_read, reclaim_them },
	.regs = { "0:x" },
	.sees = { OLD, NEW },
	.outcomes = {
		NEVER("replaced it, yet read the old page", OLD),
		SOMETIMES("read the new one", NEW),
	},
	.teeth = {
		TOOTH(REPLACE_SKIP_BATCHED, .policies = ON_BATCH, .needs = KEEPS_UNMAPPED),
		TOOTH(REPLACE_SKIP_LUF, .policies = ON_LUF, .needs = KEEPS_UNMAPPED),
	},
};
