/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dropping lazily freeable pages.  See lazyfree.h.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/lazyfree.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* What it was stored to before is given up, too.  False: it is on its way to the device. */
static bool give_up_dirt(struct page *page)
{
	if (!READ_ONCE(page->dirty))
		return true;
	/* Why: it says that its slot has something else yet.  Litmus
	 * pairs/madv-free-vs-swap-out. */
	if (mutant(LAZYFREE_SKIP_PAGE_LOCK)) {
		WRITE_ONCE(page->dirty, false);
		return true;
	}
	if (!page_trylock(page))
		return false;
	WRITE_ONCE(page->dirty, false);
	page_unlock(page);
	return true;
}

bool lazyfree_mark(pte_t pte)
{
	struct page *page = entry_is_page(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || page->kind != PAGE_ANON || page_mapcount(page) != 1)
		return false;
	if (!give_up_dirt(page))
		return false;
	page->lazyfree = true;
	return true;
}

/* Has @page, whose entry was @old, been stored to since it was given up? */
static bool has_content(const struct page *page, pte_t old)
{
	/* Litmus reclaim/parallel-madv-free-dirty-loss. */
	if (pte_dirty(old) && !mutant(LAZYFREE_IGNORES_DIRTY))
		return true;
	/* Why: KSM and swapping clear D in the entry, and leave it in page->dirty.  Litmus
	 * pairs/lazyfree-ksm. */
	return READ_ONCE(page->dirty) && !mutant(LAZYFREE_ASKS_ENTRY_ALONE);
}

/* Has somebody but its mapping a reference to @page? */
static bool is_held(const struct page *page)
{
	/* Why: the holder may be about to store into it, as a device does.  Litmus
	 * pairs/lazyfree-held. */
	return READ_ONCE(page->refcount) != 1 && !mutant(LAZYFREE_IGNORES_REFS);
}

/*
 * Clear the entry if nobody would miss its page.  A store in between sets D, or finds the
 * entry clear and faults.
 */
static bool clear_if_unused(pte_t *ptep, uintptr_t va, struct page *page)
{
	pte_t old = ptep_get_and_clear(ptep);
	/* Why first: a holder says that the page is dirty, and then lets go.  Asked the other way
	 * round, between the two, it would be seen by neither (Linux, try_to_unmap_one()).  Litmus
	 * pairs/lazyfree-vs-device. */
	bool late = mutant(LAZYFREE_ASKS_HOLDER_LAST);
	bool held = !late && is_held(page);

	step(PTE_CLEAR, va, pte_pfn(old));
	if (has_content(page, old))
		page->lazyfree = false;
	else if (late ? !is_held(page) : !held)
		return true;
	step(PTE_SET, va, pte_pfn(old));
	ptep_set(ptep, old);
	return false;
}

/* The page that the entry mapped, its mapping's reference now the caller's; NULL: it stays. */
static struct page *take_page(struct mm *mm, uintptr_t va)
{
	pte_t *ptep = pte_lookup_lock(mm, va);
	struct page *page = NULL;
	pte_t pte = ptep ? pte_get(ptep) : pte_none_value();

	if (entry_is_page(pte))
		page = pfn_to_page(pte_pfn(pte));
	if (page && !(page->lazyfree && clear_if_unused(ptep, va, page)))
		page = NULL;
	if (page) {
		/* Why: it is freed next.  Litmus reclaim/lazyfree-tell. */
		if (!mutant(LAZYFREE_SKIP_FLUSH))
			flush_tlb_page(&mm->tlb, va);
		page_remove_rmap(page);
	}
	if (ptep)
		pte_unlock(ptep);
	return page;
}

unsigned int lazyfree_reclaim(struct mm *mm, uintptr_t start, uintptr_t end)
{
	unsigned int dropped = 0;

	read_lock(&mm->mmap_lock);
	for (uintptr_t va = start; va < end; va += PAGE_SIZE) {
		struct page *page = take_page(mm, va);

		if (page)
			page_put(page);
		dropped += page != NULL;
	}
	read_unlock(&mm->mmap_lock);
	return dropped;
}
