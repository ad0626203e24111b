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

/* Does only this mapping need the content of @page?  Caller holds the page lock. */
static bool is_own(const struct page *page)
{
	/* Why: if the write to the device failed, other entries of the slot need this page.  Litmus
	 * fork/lazyfree-unwritten. */
	if (page->swap && !mutant(LAZYFREE_IGNORES_SLOT))
		return false;
	return page_mapcount(page) == 1;
}

/* Mark @page, and clear its dirty flag: earlier stores are given up, too. */
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
	/* Why locked: swap-out may be writing it, so its slot does not have the content yet; or
	 * another process, which has not given it up, may be reading it in.  Litmus
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

/* Was @page, whose entry was @old, stored to after it was given up? */
static bool has_content(const struct page *page, pte_t old)
{
	/* Why: the store would be lost.  Litmus reclaim/parallel-madv-free-dirty-loss. */
	if (pte_dirty(old) && !mutant(LAZYFREE_IGNORES_DIRTY))
		return true;
	/* Why: KSM and swap-out move D from the entry to page->dirty.  Litmus
	 * pairs/lazyfree-ksm. */
	return READ_ONCE(page->dirty) && !mutant(LAZYFREE_ASKS_ENTRY_ALONE);
}

/* Does anybody but its mapping have a reference to @page? */
static bool is_held(const struct page *page)
{
	/* Why: the holder, such as a device, may be about to store into it.  Litmus
	 * pairs/lazyfree-held. */
	return READ_ONCE(page->refcount) != 1 && !mutant(LAZYFREE_IGNORES_REFS);
}

/* The page at @ptep, whose entry was @old, goes, and the place stays protected. */
static void keep_marker(pte_t *ptep, pte_t old)
{
	/* Why: the monitor would miss the next store.  Litmus uffd/lazyfree. */
	if (entry_is_uffd_wp(old) && !mutant(LAZYFREE_FORGETS_UFFD))
		ptep_set(ptep, pte_make(0, ENTRY_UFFD_WP));
}

/*
 * Clear the entry if nobody needs the content of its page.  A concurrent store sets D, or finds
 * the entry clear and faults.
 */
static bool clear_if_unused(pte_t *ptep, uintptr_t va, struct page *page)
{
	pte_t old = ptep_get_and_clear(ptep);
	/* Why first: a holder sets page->dirty and then drops its reference.  If both happen
	 * between two reads in the other order, neither read sees it (Linux,
	 * try_to_unmap_one()).  Litmus pairs/lazyfree-vs-device. */
	bool late = mutant(LAZYFREE_ASKS_HOLDER_LAST);
	bool held = !late && is_held(page);

	step(PTE_CLEAR, va, pte_pfn(old));
	if (has_content(page, old))
		page->lazyfree = false;
	else if (late ? !is_held(page) : !held) {
		keep_marker(ptep, old);
		return true;
	}
	step(PTE_SET, va, pte_pfn(old));
	ptep_set(ptep, old);
	return false;
}

/* Unmap the page of the leaf; its reference passes to the caller.  NULL: it stays. */
static struct page *take_page(const struct leaf *leaf)
{
	pte_t pte = pte_get(leaf->ptep);
	struct page *page = entry_is_page(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || !page->lazyfree || !clear_if_unused(leaf->ptep, leaf->va, page))
		return NULL;
	/* Why: the page is freed next.  Litmus reclaim/lazyfree-tell. */
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
