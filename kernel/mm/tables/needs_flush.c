/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares two entries bit by bit.  See needs_flush.h.
 */
#include <kernel/mm/tables/needs_flush.h>
#include <kernel/rules/mutants.h>

/* The bits whose loss needs a flush. */
static uint64_t bits_that_count(void)
{
	uint64_t bits = 0;

	/* Why: PROT_NONE and NUMA hints clear P.  Litmus numa/hint-tell. */
	if (!mutant(NEEDS_FLUSH_IGNORES_P))
		bits |= PTE_PRESENT;
	/* Why: a CPU would go on storing.  Litmus mprotect/mprotect-flush-tell. */
	if (!mutant(NEEDS_FLUSH_IGNORES_W))
		bits |= PTE_WRITE;
	/* Why: a store would not set D.  Litmus reclaim/parallel-madv-free-dirty-loss. */
	if (!mutant(NEEDS_FLUSH_IGNORES_D))
		bits |= PTE_DIRTY;
	return bits;
}

bool pte_needs_flush(pte_t old, pte_t new)
{
	uint64_t lost = pte_value(old) & ~pte_value(new);
	uint64_t gained = pte_value(new) & ~pte_value(old);

	if (!pte_present(old))
		return false;
	/* Why: a CPU would go on executing it.  Litmus mprotect/no-exec-tell. */
	if (gained & PTE_NX && !mutant(NEEDS_FLUSH_IGNORES_NX))
		return true;
	return lost & bits_that_count();
}
