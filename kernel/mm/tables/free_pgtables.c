/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Walk from the root down, and unlink tables on the way back up.
 */
#include <kernel/mm/tables/debug.h>
#include <kernel/mm/tables/free_pgtables.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/tlb.h>

/* Does the span of the table under @va at @level lie within [@floor, @ceiling)? */
static bool table_is_ours(uintptr_t va, unsigned int level, uintptr_t floor, uintptr_t ceiling)
{
	uintptr_t first = va & ~(pte_span(level) - 1);

	return first >= floor && first + pte_span(level) <= ceiling;
}

struct table_range {
	struct mmu_gather *tlb;
	uintptr_t start;
	uintptr_t end;
	uintptr_t floor;
	uintptr_t ceiling;
};

/* For each entry of @table, which is at @level: free the tables below it, then unlink it. */
static void free_level(const struct table_range *range, pte_t *table, unsigned int level,
		       uintptr_t start, uintptr_t end)
{
	uintptr_t next;

	for (uintptr_t va = start; va < end; va = next) {
		pte_t *ptep = &table[pte_index(va, level)];
		pte_t entry = pte_get(ptep);

		next = (va & ~(pte_span(level) - 1)) + pte_span(level);
		if (pte_none(entry))
			continue;
		if (level > 1 && pmd_table(entry))
			free_level(range, pmd_table(entry), level - 1, va, next < end ? next : end);
		if (!table_is_ours(va, level, range->floor, range->ceiling))
			continue;
		/* Why not now: the table is still linked.  Litmus gup/fast-broadcast. */
		if (mutant(TABLE_SYNC_EARLY))
			tlb_remove_table_sync(&range->tlb->mm->tlb);
		(void)pte_get_and_clear(ptep);
		if (!pmd_table(entry))
			continue;
		luf_debug(table_unlinked, range->tlb->mm, va, pte_pfn(entry));
		tlb_remove_table(range->tlb, pfn_to_page(pte_pfn(entry)), va);
	}
}

void free_pgtables(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, uintptr_t floor,
		   uintptr_t ceiling)
{
	struct table_range range = { tlb, start, end, floor, ceiling };

	free_level(&range, page_va(tlb->mm->pgd), TABLE_LEVELS - 1, start, end);
}
