/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clear, ask, and put it back if need be.  See held.h.
 */
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/ptep.h>
#include <kernel/race/step.h>

bool ptep_clear_unless_held(pte_t *ptep, uintptr_t va, const struct page *page, held_fn *is_held,
			    bool early, pte_t *old)
{
	if (early && is_held(page))
		return false;
	*old = ptep_get_and_clear(ptep);
	step(PTE_CLEAR, va, page_to_pfn(page));
	if (early || !is_held(page))
		return true;
	step(PTE_SET, va, page_to_pfn(page));
	ptep_set(ptep, *old);
	return false;
}
