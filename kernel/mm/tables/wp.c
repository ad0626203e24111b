/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clearing W.  See wp.h.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

static bool is_writable_copy(pte_t pte)
{
	return pte_present(pte) && pte_write(pte) && entry_is_counted(pte) &&
	       pfn_to_page(pte_pfn(pte))->kind == PAGE_ANON;
}

/* Does anybody hold it apart from the mapping, which has one reference? */
static bool is_held(const struct page *page)
{
	return page_has_holder(page, 1);
}

int wp_give_up(struct mmu_gather *tlb, const struct leaf *leaf)
{
	pte_t old = pte_get(leaf->ptep);
	pte_t new;
	bool early;

	if (!wp_refuses() || !is_writable_copy(old))
		return 0;
	/* Why not early: fast GUP takes no PTL.  Litmus gup/wp-clear-refs. */
	early = mutant(WP_ASKS_EARLY);
	if (!ptep_clear_unless_held(leaf->ptep, leaf->va, pfn_to_page(pte_pfn(old)), is_held, early,
				    &old))
		return -EBUSY;
	new = pte_clear_bits(old, PTE_WRITE);
	step(PTE_WRPROTECT, leaf->va, pte_pfn(old));
	ptep_set(leaf->ptep, new);
	/* Why: the next change of the entry finds no W and will not flush.  Litmus gup/wp-tell. */
	if (pte_needs_flush(old, new) && !mutant(WP_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
	return 0;
}

bool wp_mark(const struct leaf *leaf, uint64_t mark, bool (*is_left_out)(pte_t entry))
{
	pte_t old;
	pte_t new;

	do {
		old = pte_get(leaf->ptep);
		if (is_left_out(old) || pte_value(old) & mark)
			return false;
		new = entry_mark(old, mark);
	} while (!ptep_cmpxchg(leaf->ptep, old, new));
	step(PTE_WRPROTECT, leaf->va, entry_is_page(old) ? pte_pfn(old) : 0);
	return pte_needs_flush(old, new);
}
