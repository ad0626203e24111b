/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VMAs that a pte table serves: one alone, or those that share it (ptshare.h).
 */
#ifndef KERNEL_MM_TABLES_SHARERS_H
#define KERNEL_MM_TABLES_SHARERS_H

#include <kernel/mm/tables/mm_types.h>
#include <kernel/rules/mutants.h>

/*
 * The VMA after @sharer of those that share the table of @vma; the walk begins with @vma.
 * NULL: there are no more.  Caller holds a lock that keeps the sharers.
 */
static inline struct vma *ptshare_next(struct vma *vma, struct vma *sharer)
{
	const struct list_head *next;

	/* Why: CPUs may have the leaf through each sharer.  Litmus unmap/share-table-reclaim. */
	if (!vma->table || mutant(FLUSH_ONE_SHARER))
		return NULL;
	next = sharer->share_link.next;
	if (next == &vma->table->sharers)
		next = next->next;
	return next == &vma->share_link ? NULL : list_entry(next, struct vma, share_link);
}

#define for_each_sharer(sharer, vma)                                                               \
	for (sharer = (vma); sharer; sharer = ptshare_next((vma), sharer))

/* The address in @sharer that corresponds to @va in @vma. */
static inline uintptr_t ptshare_va(const struct vma *sharer, const struct vma *vma, uintptr_t va)
{
	return va - vma->start + sharer->start;
}

/* Leaves in the table of @vma were changed: flush the other VMAs that share it. */
void ptshare_flush_others(struct vma *vma);

#endif
