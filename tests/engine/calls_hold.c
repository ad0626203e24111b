/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the functions of a litmus call to hold pages: see tests/litmus.h.  Who holds what is
 * written down, so that a page that is not released is found, and cannot keep later runs
 * from having it.  That is no event in the model.
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

static struct page *held[RUN_HOLDS];

bool world_note_held(struct page *old, struct page *new)
{
	bool done = false;

	cpu_watch_begin();
	for (unsigned int i = 0; i < RUN_HOLDS && !done; i++) {
		struct page *seen = old;

		done = try_cmpxchg(&held[i], &seen, new);
	}
	cpu_watch_end();
	return done;
}

/* @page, with a reference, is held from now on; NULL is allowed, and yields NULL. */
static struct page *hold(struct page *page, const char *call)
{
	if (!page || world_note_held(NULL, page))
		return page;
	broken(call, 0, "more pages are held than RUN_HOLDS");
	page_put(page);
	return NULL;
}

void release_page(struct page *page)
{
	if (!page)
		return;
	if (world_note_held(page, NULL))
		page_put(page);
	else
		broken("release_page", page_to_pfn(page) << PAGE_SHIFT,
		       "the test does not hold the page");
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
		if (!held[i])
			continue;
		broken("hold_page", page_to_pfn(held[i]) << PAGE_SHIFT,
		       "release_page() was not called for this frame, nor put_page()");
		gup_put(held[i], held[i]->pins ? GUP_PIN : 0);
		held[i] = NULL;
	}
}
