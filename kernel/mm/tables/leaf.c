/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The walk from one leaf to the next.  See leaf.h.
 */
#include <kernel/lib/bug.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* Does the leaf that was found lie in the range as a whole? */
static bool is_whole(const struct leaf *leaf)
{
	return leaf->va % pte_span(leaf->level) == 0 && leaf->next <= leaf->end;
}

bool leaf_lock_next(struct leaf *leaf)
{
	while (leaf->next < leaf->end) {
		leaf->va = leaf->next;
		leaf->ptep = leaf_lookup_lock(leaf->mm, leaf->va, &leaf->level);
		leaf->next = pte_span_end(leaf->va, leaf->level);
		if (!leaf->ptep)
			continue; /* the rest of a missing table */
		BUG_ON(!is_whole(leaf) && !mutant_any());
		return true;
	}
	return false;
}

void leaf_flush(const struct leaf *leaf)
{
	flush_tlb_mm_range(&leaf->mm->tlb, leaf->va, leaf->va + pte_span(leaf->level), false);
}
