/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults on swap entries.
 *
 * Read in for a load, the page is mapped read-only even where stores are allowed: so it
 * may live beside stale translations of the frame that it left, which LUF freed without
 * a flush and whose content is the same.  The first store settles that.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/fault.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/rules/mutants.h>

/*
 * Map @page, locked, if the entry still names its slot.  If not, the slot may be in use
 * again, and the page another mm's.
 */
static void map_if_named(const struct fault *fault, struct page *page)
{
	bool named;

	pte_lock(fault->ptep);
	named = !pte_changed(fault);
	/* Why: what was discarded would come back.  Litmus swap/dontneed-vs-swap-in. */
	if (named || mutant(SWAP_IN_UNCHECKED)) {
		/* Why: a sibling would not see the stores.  Litmus swap/luf-then-store. */
		if (fault->write && !mutant(SWAP_IN_SKIP_LUF))
			settle_private_luf(fault);
		if (!page->anon)
			make_anonymous(fault, page);
		page_get(page);
		set_mapping(fault, page, fault->write ? WRITABLE : 0);
	}
	if (named)
		swap_entry_drop(entry_value(fault->seen));
	pte_unlock(fault->ptep);
}

int swap_fault(const struct fault *fault)
{
	struct page *page;
	int err = swap_get_page(entry_value(fault->seen), mm_owner(fault->vma->mm), &page);

	if (err)
		return err;
	map_if_named(fault, page);
	swap_free_unused(page);
	page_unlock(page);
	page_put(page);
	return 0;
}
