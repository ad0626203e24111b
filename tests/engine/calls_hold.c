/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calls of a litmus that hold pages: see tests/litmus.h.  Each hold is recorded, so that a
 * page that is not released is found, and released before the next run.  In the model that is
 * no event.
 */
#include <arch/cpu.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/gup.h>
#include <kernel/mm/machinery/ksm.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/engine/bounds.h>
#include <tests/engine/broken.h>
#include <tests/engine/world.h>

/* Addresses of struct pages; bit 0: it is pinned. */
static uintptr_t held[RUN_HOLDS];
#define PINNED 1UL

_Static_assert(_Alignof(struct page) > PINNED, "that bit is free");

static uintptr_t as_held(struct page *page, unsigned int flags)
{
	return (uintptr_t)page | (flags & GUP_PIN ? PINNED : 0);
}

static bool change_slot(uintptr_t old, uintptr_t new)
{
	bool done = false;

	cpu_watch_begin();
	for (unsigned int i = 0; i < RUN_HOLDS && !done; i++) {
		uintptr_t seen = old;

		done = try_cmpxchg(&held[i], &seen, new);
	}
	cpu_watch_end();
	return done;
}

bool world_hold(struct page *page, unsigned int flags)
{
	return change_slot(0, as_held(page, flags));
}

bool world_let_go(struct page *page, unsigned int flags)
{
	return page && change_slot(as_held(page, flags), 0);
}

/* @page, with a reference, is held from now on; NULL is allowed, and yields NULL. */
static struct page *hold(struct page *page, const char *call)
{
	if (!page || world_hold(page, 0))
		return page;
	broken(call, 0, "more pages are held than RUN_HOLDS");
	page_put(page);
	return NULL;
}

void release_page(struct page *page)
{
	if (!page)
		return;
	if (world_let_go(page, 0))
		page_put(page);
	else
		broken("release_page", page_to_pfn(page) << PAGE_SHIFT, HELD_OTHERWISE);
}

struct page *try_hold_page(struct run *r, struct file *file, uint64_t index)
{
	(void)r;
	if (!bounds_have_page("hold_page", index))
		return NULL;
	return hold(file_find_page(file, index), "hold_page");
}

struct page *hold_page(struct run *r, struct file *file, uint64_t index)
{
	struct page *page = try_hold_page(r, file, index);

	if (!page)
		broken("hold_page", index, "the page is not cached");
	return page;
}

/* The page that @ptep, locked, maps, with a reference. */
static struct page *get_mapped(const pte_t *ptep)
{
	pte_t pte = pte_get(ptep);

	if (!pte_present(pte))
		return NULL;
	page_get(pfn_to_page(pte_pfn(pte)));
	return pfn_to_page(pte_pfn(pte));
}

struct page *try_hold_page_at(struct run *r, uintptr_t va)
{
	struct page *page = NULL;
	pte_t *ptep;

	if (!world_allows("hold_page_at", va, 1))
		return NULL;
	read_lock(&r->mm->mmap_lock);
	ptep = pte_lookup_lock(r->mm, va);
	if (ptep) {
		page = get_mapped(ptep);
		pte_unlock(ptep);
	}
	read_unlock(&r->mm->mmap_lock);
	return hold(page, "hold_page_at");
}

struct page *hold_page_at(struct run *r, uintptr_t va)
{
	struct page *page = try_hold_page_at(r, va);

	if (!page)
		broken("hold_page_at", va, "no page is there");
	return page;
}

struct page *stable_page(struct mm *mm, uintptr_t va)
{
	struct page *page = NULL;

	if (world_allows_in("stable_page", mm, va, 1))
		page = hold(ksm_make_stable(mm, va), "stable_page");
	if (!page)
		broken("stable_page", va, "there is no anonymous page that nobody else has");
	return page;
}

void world_release_held(void)
{
	for (unsigned int i = 0; i < RUN_HOLDS; i++) {
		struct page *page = (struct page *)(held[i] & ~PINNED);

		if (!page)
			continue;
		broken("hold_page", page_to_pfn(page) << PAGE_SHIFT,
		       "release_page() was not called for this frame, nor put_page()");
		gup_put(page, held[i] & PINNED ? GUP_PIN : 0);
		held[i] = 0;
	}
}
