/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dropping lazily freeable pages.  See lazyfree.h.
 */
#include <kernel/mm/entry.h>
#include <kernel/mm/lazyfree.h>
#include <kernel/mm/pgtable.h>
#include <kernel/mm/ptep.h>
#include <kernel/mutants.h>
#include <kernel/step.h>
#include <kernel/tlb/tlb.h>

bool lazyfree_mark(pte_t pte)
{
	struct page *page = entry_is_page(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || page->kind != PAGE_ANON || READ_ONCE(page->mapcount) != 1)
		return false;
	page->lazyfree = true;
	return true;
}

/*
 * Clear the entry if its page is clean.  A store in between sets D, or finds the entry
 * clear and faults.
 */
static bool clear_if_clean(pte_t *ptep, uintptr_t va, struct page *page)
{
	pte_t old = ptep_get_and_clear(ptep);

	step(PTE_CLEAR, va, pte_pfn(old));
	/* Why: the page has content again.  Litmus reclaim/parallel-madv-free-dirty-loss. */
	if (pte_dirty(old) && !mutant(LAZYFREE_IGNORES_DIRTY)) {
		step(PTE_SET, va, pte_pfn(old));
		ptep_set(ptep, old);
		page->lazyfree = false;
		return false;
	}
	return true;
}

/* The page that the entry mapped, its mapping's reference now the caller's; NULL: it stays. */
static struct page *take_page(struct mm *mm, uintptr_t va)
{
	pte_t *ptep = pte_lookup_lock(mm, va);
	struct page *page = NULL;
	pte_t pte = ptep ? pte_get(ptep) : pte_none_value();

	if (entry_is_page(pte))
		page = pfn_to_page(pte_pfn(pte));
	if (page && !(page->lazyfree && clear_if_clean(ptep, va, page)))
		page = NULL;
	if (page) {
		/* Why: it is freed next.  Litmus reclaim/lazyfree-tell. */
		if (!mutant(LAZYFREE_SKIP_FLUSH))
			flush_tlb_page(&mm->tlb, va);
		atomic_sub(&page->mapcount, 1);
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
