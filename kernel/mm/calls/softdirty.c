/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Marking entries soft-clean, with mmap_lock held for reading.  See softdirty.h.
 */
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/machinery/zap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/leaf.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/mm/tables/wp.h>
#include <kernel/rules/mutants.h>

/*
 * Does it stay as it is?  What maps nothing is soft-dirty anyway.  The entry of a page that is
 * swapped out or moving is marked: translations of its old frame are flushed by reclaim's batch,
 * which the gather settles.
 */
static bool is_left_out(pte_t old)
{
	if (entry_is_empty(old))
		return true;
	/* Why: the page would come back writable.  Litmus pairs/clear-refs-vs-migrate. */
	return entry_kind(old) == ENTRY_MIGRATION && mutant(CLEAR_REFS_SKIPS_MOVING);
}

static int clean_leaf(struct mmu_gather *tlb, const struct leaf *leaf)
{
	int err = wp_give_up(tlb, leaf);

	if (err)
		return err;
	/* Why: stores would go on without a fault.  Litmus mprotect/clear-refs-tell. */
	if (wp_mark(leaf, ENTRY_SOFT_CLEAN, is_left_out) && !mutant(CLEAR_REFS_SKIP_FLUSH))
		tlb_track(tlb, leaf->va, leaf->level);
	return 0;
}

int do_clear_refs(struct mm *mm, uintptr_t va, size_t len)
{
	/* Before any mark; mremap() holds mmap_lock for writing. */
	WRITE_ONCE(mm->soft_clean, true);
	return change_range(mm, va, len, clean_leaf, VM_READ | VM_EXEC);
}

bool is_soft_dirty(struct mm *mm, uintptr_t va)
{
	unsigned int level;
	pte_t *ptep;
	bool dirty;

	read_lock(&mm->mmap_lock);
	ptep = leaf_lookup_lock(mm, va, &level);
	dirty = !ptep || !(pte_value(pte_get(ptep)) & ENTRY_SOFT_CLEAN);
	if (ptep)
		pte_unlock(ptep);
	read_unlock(&mm->mmap_lock);
	return dirty;
}
