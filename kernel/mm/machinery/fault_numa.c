/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hinting faults: the VMA allows the access, and the entry is PROTNONE (kernel/mm/calls/numa.h).
 * The page moves to the CPUs' node if possible; then the entry is restored, but read-only.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/fault.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

bool is_numa_fault(const struct fault *fault)
{
	return entry_is_page(fault->seen) && !pte_present(fault->seen);
}

/* If the page was migrated, the entry is already restored. */
static void restore_entry(const struct fault *fault)
{
	uint64_t kept = pte_value(fault->seen) & (PTE_DIRTY | ENTRY_MARKS);
	/* Why: madvise() may discard the page before it is mapped.  Litmus numa/vs-dontneed. */
	bool unlocked = mutant(NUMA_RESTORES_UNLOCKED);

	if (!unlocked)
		pte_lock(fault->ptep);
	if (!pte_changed(fault)) {
		step(PTE_SET, fault->va, pte_pfn(fault->seen));
		ptep_set(fault->ptep,
			 pte_make(pte_pfn(fault->seen), pte_bits_for(fault->vma->flags) | kept));
	}
	if (!unlocked)
		pte_unlock(fault->ptep);
}

int numa_fault(const struct fault *fault)
{
	struct page *page = get_mapped_page(fault);

	if (!page)
		return 0;
	if (READ_ONCE(page->near))
		page_put(page);
	else
		(void)migrate_page(page);
	restore_entry(fault);
	return 0;
}
