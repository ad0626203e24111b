/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making entries into hints.  See numa.h.
 */
#include <kernel/mm/calls/numa.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

static bool can_move(pte_t pte)
{
	enum page_kind kind = pfn_to_page(pte_pfn(pte))->kind;

	return kind == PAGE_ANON || kind == PAGE_FILE;
}

/* Without W, too: the fault restores the VMA's other rights, and the next store faults. */
static pte_t hinting(pte_t pte)
{
	return pte_set_bits(pte_clear_bits(pte, PTE_PRESENT | PTE_WRITE), PTE_PROTNONE);
}

static int hint(struct mmu_gather *tlb, const struct leaf *leaf)
{
	pte_t old;

	/* Somebody holds the page: leave it alone.  A missing hint does no harm. */
	if (wp_give_up(tlb, leaf))
		return 0;
	do {
		old = pte_get(leaf->ptep);
		if (!pte_present(old) || !can_move(old))
			return 0;
	} while (!ptep_cmpxchg(leaf->ptep, old, hinting(old)));
	step(PTE_CLEAR, leaf->va, pte_pfn(old));
	/* Why: accesses would go on without a fault.  Litmus numa/hint-tell. */
	if (pte_needs_flush(old, hinting(old)) && !mutant(NUMA_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
	return 0;
}

int change_prot_numa(struct mm *mm, uintptr_t va, size_t len)
{
	return change_range(mm, va, len, hint, 0);
}
