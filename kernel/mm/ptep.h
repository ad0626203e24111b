/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Changing a leaf that user programs may have mapped.  The memory manager does it only
 * here, so that whoever must know of every change (a debug mode, a secondary MMU) has
 * one place to ask.  Caller holds the PTL, and flushes if there is a need to.
 */
#ifndef KERNEL_MM_PTEP_H
#define KERNEL_MM_PTEP_H

#include <arch/pte.h>

/* Store @pte over an entry that is not present. */
static inline void ptep_set(pte_t *ptep, pte_t pte)
{
	pte_set(ptep, pte);
}

/* Make the entry not present; what it was, A and D included. */
static inline pte_t ptep_get_and_clear(pte_t *ptep)
{
	return pte_get_and_clear(ptep);
}

/* Replace @old by @new unless the walker has changed it. */
static inline bool ptep_cmpxchg(pte_t *ptep, pte_t old, pte_t new)
{
	return pte_cmpxchg(ptep, old, new);
}

/* Clear @bits, losing nothing that the walker sets; the entry as it was. */
static inline pte_t ptep_test_and_clear(pte_t *ptep, uint64_t bits)
{
	return pte_test_and_clear(ptep, bits);
}

#endif
