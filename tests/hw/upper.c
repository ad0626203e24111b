/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Upper levels and large pages: paging-structure caches, and what one INVLPG covers.
 */
#include <arch/tlb.h>
#include <arch/user.h>
#include <kernel/lib/bug.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/hw/probe.h>
#include <tests/litmus.h>

/* The entry of the pmd table for @va. */
static pte_t *pmd_of(struct bench *bench, uintptr_t va)
{
	pte_t *table = page_va(bench->mm->pgd);

	for (unsigned int level = TABLE_LEVELS - 1; level > 1; level--)
		table = phys_to_virt(pte_pfn(pte_get(&table[pte_index(va, level)])) << PAGE_SHIFT);
	return &table[pte_index(va, 1)];
}

static pte_t table_entry(const pte_t *table)
{
	return pte_make(virt_to_phys(table) >> PAGE_SHIFT,
			PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED);
}

/*
 * Point the pmd entry to another table.  A page of the same 2 MiB that was never touched has
 * no leaf in the TLB: if a load there reads the old table's frame, the walk began at a cached
 * pmd entry.
 */
static void paging_structure(struct findings *found)
{
	struct bench bench;
	pte_t *other;
	pte_t *pmd;

	bench_open(&bench);
	other = pte_lookup_alloc(bench.mm, bench.va + pte_span(1));
	BUG_ON(!other);
	pmd = pmd_of(&bench, bench.va);
	for (; found->tries < PROBE_TRIES; found->tries++) {
		for (unsigned int i = 0; i < 2; i++) {
			pte_set(&bench.ptep[i], bench_pte(bench.a, 0, 0));
			pte_set(&other[i], bench_pte(bench.b, 0, 0));
		}
		pte_set(pmd, table_entry(bench.ptep));
		tlb_invalidate_current();
		(void)bench_reads(bench.va, BENCH_A);
		pte_set(pmd, table_entry(other));
		found->kept += bench_reads(bench.va + PAGE_SIZE, BENCH_A);
		tlb_invalidate_page(bench.va);
		tlb_invalidate_page(bench.va + PAGE_SIZE);
		found->survived += !bench_reads(bench.va + PAGE_SIZE, BENCH_B);
	}
	pte_set(pmd, table_entry(bench.ptep));
	for (unsigned int i = 0; i < 2; i++)
		pte_set(&other[i], pte_none_value());
	bench_close(&bench);
}

PROBE(paging_structure) = {
	.name = "hw/paging-structure",
	.asks = "after a pmd entry is pointed elsewhere, do walks still use the old table?",
	.source = "SDM vol. 3, 4.10.3",
	.keeps = KEEPS_UPPER,
	.keeps_name = "paging-structure",
	.run = paging_structure,
};
