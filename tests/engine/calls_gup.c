/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus for pages without mappings, and for the device that uses them: see
 * tests/litmus.h.
 */
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/gup_fast.h>
#include <kernel/race/step.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

struct page *try_get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags)
{
	struct page *page;

	(void)r;
	if (!world_allows_in("get_page", mm, va, 1) || gup(mm, va, flags, &page))
		return NULL;
	if (world_hold(page, flags))
		return page;
	broken("get_page", va, "more pages are held than RUN_HOLDS");
	gup_put(page, flags);
	return NULL;
}

struct page *try_get_page_fast(struct run *r, uintptr_t va, unsigned int flags)
{
	struct page *page;

	if (!world_allows("get_page_fast", va, 1) || gup_fast(r->mm, va, flags, &page))
		return NULL;
	if (world_hold(page, flags))
		return page;
	broken("get_page_fast", va, "more pages are held than RUN_HOLDS");
	gup_put(page, flags);
	return NULL;
}

struct page *get_page_fast(struct run *r, uintptr_t va, unsigned int flags)
{
	struct page *page = try_get_page_fast(r, va, flags);

	if (!page)
		broken("get_page_fast", va, "no page is to be had there");
	return page;
}

struct page *get_page(struct run *r, struct mm *mm, uintptr_t va, unsigned int flags)
{
	struct page *page = try_get_page(r, mm, va, flags);

	if (!page)
		broken("get_page", va, "no page is to be had there");
	return page;
}

void put_page(struct page *page, unsigned int flags)
{
	if (!page)
		return;
	if (world_let_go(page, flags))
		gup_put(page, flags);
	else
		broken("put_page", page_to_pfn(page) << PAGE_SHIFT, HELD_OTHERWISE);
}

uint64_t device_load(struct run *r, const struct page *page)
{
	const uint64_t *word = page ? page_va(page) : NULL;

	return word ? world_meaning(r, READ_ONCE(*word)) : FAULT;
}

void device_store(struct run *r, struct page *page, unsigned int n)
{
	uint64_t *word = page ? page_va(page) : NULL;

	if (n >= VALUE_NAMES)
		broken("device_store", n, "values from 16 on are names, which no store can make");
	else if (word)
		WRITE_ONCE(*word, stamp_make(STAMP_STORE, 0, 0, r->number << 4 | n));
}
