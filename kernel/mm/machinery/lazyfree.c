/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Dropping lazily freeable pages.  See lazyfree.h.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/lazyfree.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* Has nobody but this mapping a claim to the content of @page?  Caller holds the page lock. */
static bool is_own(const struct page *page)
{
	/* Why: of what the device did not take, the others' entries name the only copy.  Litmus
	 * fork/lazyfree-unwritten. */
	if (page->swap && !mutant(LAZYFREE_IGNORES_SLOT))
		return false;
	return page_mapcount(page) == 1;
}

/* What it was stored to before is given up, too. */
static void give_up(struct page *page)
{
	WRITE_ONCE(page->dirty, false);
	page->lazyfree = true;
}

bool lazyfree_mark(pte_t pte)
{
	struct page *page = entry_is_page(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;
	bool own;

	if (!page || page->kind != PAGE_ANON || page_mapcount(page) != 1)
		return false;
	/* Why locked: it may be on its way to the device, and its slot have something else yet; or
	 * another process may be reading it in, which has not given it up.  Litmus
	 * pairs/madv-free-vs-swap-out, fork/lazyfree-vs-swap-in. */
	if (mutant(LAZYFREE_SKIP_PAGE_LOCK)) {
		give_up(page);
		return true;
	}
	if (!page_trylock(page))
		return false;
	own = is_own(page);
	if (own)
		give_up(page);
	page_unlock(page);
	return own;
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

/* The page that the leaf mapped, its mapping's reference now the caller's; NULL: it stays. */
static struct page *take_page(const struct leaf *leaf)
{
	pte_t pte = pte_get(leaf->ptep);
	struct page *page = entry_is_page(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || !page->lazyfree || !clear_if_unused(leaf->ptep, leaf->va, page))
		return NULL;
	/* Why: it is freed next.  Litmus reclaim/lazyfree-tell. */
	if (!mutant(LAZYFREE_SKIP_FLUSH))
		leaf_flush(leaf);
	page_remove_rmap(page);
	return page;
}

unsigned int lazyfree_reclaim(struct mm *mm, uintptr_t start, uintptr_t end)
{
	struct leaf leaf = leaves_between(mm, start, end);
	unsigned int dropped = 0;

	read_lock(&mm->mmap_lock);
	while (leaf_lock_next(&leaf)) {
		struct page *page = take_page(&leaf);

		leaf_unlock(&leaf);
		if (page)
			page_put(page);
		dropped += page != NULL;
	}
	read_unlock(&mm->mmap_lock);
	return dropped;
}
