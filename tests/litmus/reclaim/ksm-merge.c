/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that have the content of a stable page are replaced by it, unless a store makes
 * them different in time.  No store may be lost with a page that is replaced.
 *
 *	CPU 0				CPU 1
 *	merge x and others		store(x, 2), others too
 *	finally: r0 = what they show
 */
#include <tests/litmus.h>

/* One in the model. */
static size_t pages(void)
{
	return window_pages(16) / 2;
}

static struct page *stable;

static void map_memory(struct run *r)
{
	map_pages(r->mm, r->x, pages(), VM_READ | VM_WRITE, NULL, 0);
	for (unsigned int i = 0; i < pages(); i++)
		fault_in(r->mm, r->x + i * PAGE_SIZE);
	stable = stable_page(r->mm, r->x);
	for (unsigned int i = 1; i < pages(); i++)
		make_same(r->mm, r->x + i * PAGE_SIZE, stable);
}

static void touch(struct run *r)
{
	for (unsigned int i = 0; i < pages(); i++)
		(void)load(r, r->x + i * PAGE_SIZE);
}

static void merge(struct run *r)
{
	for (unsigned int i = 0; i < pages(); i++)
		(void)ksm(r->mm, r->x + i * PAGE_SIZE, stable);
}

static void store_all(struct run *r)
{
	for (unsigned int i = 0; i < pages(); i++)
		(void)store(r, r->x + i * PAGE_SIZE, 2);
}

static void look(struct run *r)
{
	r->reg[0] = 2;
	for (unsigned int i = 0; i < pages() && r->reg[0] == 2; i++)
		r->reg[0] = mapped_content(r, r->x + i * PAGE_SIZE);
	release_page(stable);
}

LITMUS(ksm_merge) = {
	.name = "reclaim/ksm-merge",
	.asks = "does a store survive, while its page is replaced by one that was the same?",
	.source = "Linux, write_protect_page of KSM",
	.setup = map_memory,
	.warm = { NULL, touch },
	.cpu = { merge, store_all },
	.finish = look,
	.regs = { "pages" },
	.sees = { FRESH },
	.outcomes = {
		SOMETIMES("the stores are there", 2),
		NEVER("a store is lost", FRESH),
	},
	.teeth = {
		TOOTH(KSM_SKIP_FLUSH, .needs = KEEPS_WRITE | KEEPS_UNMAPPED | KEEPS_REMOTE),
	},
};
