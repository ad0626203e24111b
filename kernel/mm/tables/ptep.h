/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changing a leaf that user programs may have mapped.  The memory manager does so only
 * here, so that a debug mode or a secondary MMU that must see every change needs one hook.
 * Caller holds the PTL, and flushes if needed.
 */
#ifndef KERNEL_MM_TABLES_PTEP_H
#define KERNEL_MM_TABLES_PTEP_H

#include <kernel/mm/tables/debug.h>

/* Store @pte over an entry that is not present. */
static inline void ptep_set(pte_t *ptep, pte_t pte)
{
	luf_debug(leaf_changed, ptep, pte_none_value(), pte);
	pte_set(ptep, pte);
}

/* Clear the entry.  Returns what it was, A and D included. */
static inline pte_t ptep_get_and_clear(pte_t *ptep)
{
	pte_t old = pte_get_and_clear(ptep);

	luf_debug(leaf_changed, ptep, old, pte_none_value());
	return old;
}

/* Replace @old by @new; false: the walker has changed the entry. */
static inline bool ptep_cmpxchg(pte_t *ptep, pte_t old, pte_t new)
{
	if (!pte_cmpxchg(ptep, old, new))
		return false;
	luf_debug(leaf_changed, ptep, old, new);
	return true;
}

/* Clear @bits atomically, so that no A or D is lost.  Returns the entry as it was. */
static inline pte_t ptep_test_and_clear(pte_t *ptep, uint64_t bits)
{
	pte_t old = pte_test_and_clear(ptep, bits);

	luf_debug(leaf_changed, ptep, old, pte_clear_bits(old, bits));
	return old;
}

#endif
