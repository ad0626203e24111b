/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clearing W in batches, with mmap_lock held for reading.  See softdirty.h.
 */
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

/*
 * The entry of a page that is moving keeps W for its return, so W is cleared here.  No CPU caches
 * the entry; translations of the old frame are flushed by reclaim's batch, which the gather
 * settles.  Other entries that are not present have no rights: a store to them faults.
 */
static void write_protect_moving(pte_t *ptep, pte_t old)
{
	/* Why: the page would come back writable.  Litmus pairs/clear-refs-vs-migrate. */
	if (!mutant(CLEAR_REFS_SKIPS_MOVING))
		ptep_set(ptep, pte_clear_bits(old, PTE_WRITE));
}

static int write_protect(struct mmu_gather *tlb, const struct leaf *leaf)
{
	int err = wp_give_up(tlb, leaf);
	pte_t old = pte_get(leaf->ptep);

	if (err)
		return err;
	if (entry_kind(old) == ENTRY_MIGRATION)
		write_protect_moving(leaf->ptep, old);
	if (!pte_present(old) || !pte_write(old))
		return 0;
	old = ptep_test_and_clear(leaf->ptep, PTE_WRITE);
	step(PTE_WRPROTECT, leaf->va, pte_pfn(old));
	/* Why: stores would go on without a fault.  Litmus mprotect/clear-refs-tell. */
	if (pte_needs_flush(old, pte_clear_bits(old, PTE_WRITE)) && !mutant(CLEAR_REFS_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
	return 0;
}

int do_clear_refs(struct mm *mm, uintptr_t va, size_t len)
{
	return change_range(mm, va, len, write_protect, VM_READ | VM_EXEC);
}
