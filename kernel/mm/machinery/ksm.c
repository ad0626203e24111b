/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Merging in three steps: stop stores to the page, compare it, replace it.  All three are under
 * the page-table lock.  Linux holds a reference and the page lock instead, and looks at the entry
 * again before it replaces; here the entry could be as before, and the page's content not.
 */
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/ksm.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/point.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* A page to be merged.  Caller of the functions below holds mmap_lock. */
struct candidate {
	struct mm *mm;
	uintptr_t va;
	pte_t *ptep;
	pte_t pte; /* read-only and clean */
	struct page *page;
	bool was_writable;
};

/* The anonymous page that @ptep maps, if nobody else uses it; or NULL.  Caller holds the PTL. */
static struct page *lone_page(const pte_t *ptep)
{
	pte_t pte = pte_get(ptep);
	struct page *page = pte_present(pte) ? pfn_to_page(pte_pfn(pte)) : NULL;

	if (!page || page->kind != PAGE_ANON || page_mapcount(page) != 1 ||
	    READ_ONCE(page->refcount) != 1)
		return NULL;
	return page;
}

/* Can any CPU have a translation through which it stores, or stores without setting D? */
static bool may_be_stored_to(const struct candidate *candidate, pte_t pte)
{
	if (pte_write(pte) || pte_dirty(pte))
		return true;
	/*
	 * Why: others may have cleared W and D and not flushed yet.  Litmus
	 * reclaim/ksm-merge-stale-write.
	 */
	return mm_tlb_flush_pending(candidate->mm) && !mutant(KSM_IGNORES_PENDING);
}

/* On return no store reaches the page without a fault.  Caller holds the PTL. */
static void write_protect(struct candidate *candidate)
{
	pte_t old = pte_get(candidate->ptep);

	if (may_be_stored_to(candidate, old)) {
		old = ptep_get_and_clear(candidate->ptep);
		candidate->was_writable = pte_write(old);
		step(PTE_CLEAR, candidate->va, pte_pfn(old));
		/* Why: a store after the comparison would be lost.  Litmus reclaim/ksm-merge. */
		if (!mutant(KSM_SKIP_FLUSH))
			flush_tlb_page(&candidate->mm->tlb, candidate->va);
		if (pte_dirty(old))
			WRITE_ONCE(candidate->page->dirty, true);
		old = pte_clear_bits(old, PTE_WRITE | PTE_DIRTY);
		step(PTE_SET, candidate->va, pte_pfn(old));
		ptep_set(candidate->ptep, old);
	}
	candidate->pte = old;
}

/* The stamps first: there pages differ, and there users may store meanwhile. */
static bool same_content(const struct page *a, const struct page *b)
{
	const uint64_t *x = page_va(a);
	const uint64_t *y = page_va(b);

	for (size_t i = 0; i < STAMP_WORDS; i++) {
		uint64_t word = READ_ONCE(x[i]);

		if (READ_ONCE(y[i]) != word)
			return false;
	}
	return memcmp(x + STAMP_WORDS, y + STAMP_WORDS, PAGE_SIZE - STAMP_WORDS * sizeof(*x)) == 0;
}

/* Did fast GUP take the page, without the PTL?  The entry is clear. */
static bool is_held(const struct page *page)
{
	/* Why: a device that has pinned it would miss later stores.  Litmus
	 * gup/fast-ksm-read. */
	return READ_ONCE(page->refcount) != 1 && !mutant(KSM_REPLACES_HELD);
}

/* Map @stable instead, with a reference.  False: the page must stay.  Caller holds the PTL. */
static bool replace(const struct candidate *candidate, struct page *stable)
{
	uint64_t bits = pte_value(candidate->pte) & ~PTE_PFN_MASK;
	pte_t old;

	if (!ptep_clear_unless_held(candidate->ptep, candidate->va, candidate->page, is_held, false,
				    &old))
		return false;
	page_get(stable);
	/* Why: the old page is freed next.  Litmus reclaim/ksm-merge-tell. */
	if (!mutant(KSM_REPLACE_SKIP_FLUSH))
		flush_tlb_page(&candidate->mm->tlb, candidate->va);
	step(PTE_SET, candidate->va, page_to_pfn(stable));
	page_add_rmap(stable);
	ptep_set(candidate->ptep, pte_make(page_to_pfn(stable), bits));
	return true;
}

/* Does the page, which nobody can store to, have the content of @stable?  Caller holds the PTL. */
static bool is_same(const struct candidate *candidate, const struct page *stable)
{
	bool same;

	/* Why not: meanwhile the page may be stored to, swapped out and read in again to the same
	 * frame.  Litmus pairs/ksm-vs-swap. */
	if (!mutant(KSM_UNLOCKS_TO_COMPARE))
		return same_content(candidate->page, stable);
	pte_unlock(candidate->ptep);
	same = same_content(candidate->page, stable);
	pte_lock(candidate->ptep);
	return same && pte_same(pte_get(candidate->ptep), candidate->pte) &&
	       lone_page(candidate->ptep) == candidate->page;
}

/* Somebody holds the page, so restore the entry.  Caller holds the PTL. */
static bool leave(const struct candidate *candidate)
{
	pte_t pte;

	/* Why: if references decide, the next store would copy the page.  Litmus gup/wp-ksm. */
	if (!candidate->was_writable || mutant(KSM_KEEPS_WP))
		return false;
	pte = ptep_get_and_clear(candidate->ptep);
	step(PTE_SET, candidate->va, pte_pfn(pte));
	ptep_set(candidate->ptep, pte_set_bits(pte, PTE_WRITE));
	return false;
}

/* Caller holds the PTL. */
static bool merge(struct candidate *candidate, struct page *stable)
{
	candidate->page = lone_page(candidate->ptep);
	if (!candidate->page)
		return false;
	write_protect(candidate);
	/* Why again: fast GUP may have pinned it before W was cleared, and its device may store
	 * after the comparison.  Litmus gup/fast-ksm. */
	if (!lone_page(candidate->ptep) && !mutant(KSM_ASKS_EARLY))
		return leave(candidate);
	luf_debug(reads, page_to_pfn(candidate->page));
	if (!is_same(candidate, stable))
		return false;
	return replace(candidate, stable) || leave(candidate);
}

int ksm_merge(struct mm *mm, uintptr_t va, struct page *stable)
{
	struct candidate candidate = { .mm = mm, .va = va };
	bool merged = false;

	read_lock(&mm->mmap_lock);
	candidate.ptep = pte_lookup_lock(mm, va);
	if (candidate.ptep) {
		merged = merge(&candidate, stable);
		pte_unlock(candidate.ptep);
	}
	if (merged) {
		page_remove_rmap(candidate.page);
		page_put(candidate.page);
	}
	read_unlock(&mm->mmap_lock);
	return merged ? 0 : -EAGAIN;
}

struct page *ksm_make_stable(struct mm *mm, uintptr_t va)
{
	struct page *stable = page_alloc(PAGE_KSM);
	struct page *page = NULL;
	pte_t *ptep;

	if (!stable)
		return NULL;
	read_lock(&mm->mmap_lock);
	ptep = pte_lookup_lock(mm, va);
	if (ptep)
		page = lone_page(ptep);
	point();
	if (page)
		memcpy(page_va(stable), page_va(page), PAGE_SIZE);
	if (ptep)
		pte_unlock(ptep);
	read_unlock(&mm->mmap_lock);
	if (page)
		return stable;
	page_put(stable);
	return NULL;
}
