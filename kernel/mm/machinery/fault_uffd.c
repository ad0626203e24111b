/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Faults of stores that must wait for userfaultfd's monitor.
 */
#include <kernel/mm/machinery/fault.h>
#include <kernel/mm/objects/uffd.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/race/step.h>
#include <kernel/rules/mutants.h>

bool is_uffd_fault(const struct fault *fault)
{
	/* Why: the monitor would miss the store.  Litmus uffd/protect-tell. */
	if (mutant(FAULT_IGNORES_UFFD))
		return false;
	return fault->vma->uffd && entry_is_uffd_wp(pte_get(fault->ptep));
}

void queue_uffd_fault(struct fault *fault)
{
	struct uffd *uffd = fault->vma->uffd;

	uffd_queue(uffd, fault->va);
	step(PTE_UNCHANGED, fault->va, 0);
	/* Why again: if the marker was cleared before, no wakeup comes.  Litmus uffd/protect-tell.
	 */
	if (is_uffd_fault(fault) || mutant(UFFD_WAITS_UNASKED))
		fault->waits = uffd;
	else
		uffd_unqueue(uffd);
}
