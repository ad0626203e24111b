/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults on swap entries.
 *
 * A page that is read in for a load is mapped read-only even where stores are allowed.  So it may
 * exist beside stale translations of its old frame, which LUF freed without a flush and which has
 * the same content.  The first store makes the flush.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/fault.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>

/*
 * Does only this mapping have @page, which is locked and in the cache?  @others: how many other
 * entries name its slot.  If a child has it, too, the store copies it, in a second fault.
 */
static bool is_own(const struct page *page, uint64_t others)
{
	/* Why: the other process would see the store.  Litmus fork/swapped. */
	if (others && !mutant(SWAP_IN_IGNORES_OTHERS))
		return false;
	return READ_ONCE(page->refcount) == 2 && !page_mapcount(page);
}

/*
 * Map @page, locked, if the entry still names its slot.  If not, the slot may have been reused,
 * and the page may belong to another mm.
 */
static void map_if_named(const struct fault *fault, struct page *page)
{
	bool named;

	pte_lock(fault->ptep);
	named = !pte_changed(fault);
	/* Why: discarded content would come back.  Litmus swap/dontneed-vs-swap-in. */
	if (named || mutant(SWAP_IN_UNCHECKED)) {
		bool own = is_own(page, named ? swap_entry_drop(entry_value(fault->seen)) : 0);
		bool write = fault->write && own;

		/* Why: a sibling would not see the stores.  Litmus swap/luf-then-store. */
		if (write && !mutant(SWAP_IN_SKIP_LUF))
			settle_private_luf(fault);
		if (!page->anon)
			make_anonymous(fault, page);
		WRITE_ONCE(page->exclusive, own);
		cow_note_owner(page, fault->vma->mm);
		page_get(page);
		set_mapping(fault, page, write ? WRITABLE : 0);
	}
	pte_unlock(fault->ptep);
}

/* The CPU that dropped the slot's last entry holds that entry's lock until it has changed it. */
static void wait_for_entry(const struct fault *fault)
{
	pte_lock(fault->ptep);
	pte_unlock(fault->ptep);
}

int swap_fault(const struct fault *fault)
{
	struct page *page;
	int err = swap_get_page(entry_value(fault->seen), mm_owner(fault->vma->mm), &page);

	/* Why: otherwise the access faults again and again until then. */
	if (err == -EAGAIN)
		wait_for_entry(fault);
	if (err)
		return err;
	map_if_named(fault, page);
	swap_free_unused(page);
	page_unlock(page);
	page_put(page);
	return 0;
}
