/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The areas that see one pte table: an area alone, or those that share it (ptshare.h).
 */
#ifndef KERNEL_MM_TABLES_SHARERS_H
#define KERNEL_MM_TABLES_SHARERS_H

#include <kernel/mm/tables/mm_types.h>
#include <kernel/rules/mutants.h>

/*
 * The next after @sharer of the areas that see the table of @vma, with which one begins;
 * NULL: that was all.  Caller holds a lock that keeps the sharers.
 */
static inline struct vma *ptshare_next(struct vma *vma, struct vma *sharer)
{
	const struct list_head *next;

	/* Why: CPUs have the leaf through each of them.  Litmus unmap/share-table-reclaim. */
	if (!vma->table || mutant(FLUSH_ONE_SHARER))
		return NULL;
	next = sharer->share_link.next;
	if (next == &vma->table->sharers)
		next = next->next;
	return next == &vma->share_link ? NULL : list_entry(next, struct vma, share_link);
}

#define for_each_sharer(sharer, vma)                                                               \
	for (sharer = (vma); sharer; sharer = ptshare_next((vma), sharer))

/* Where @sharer has what @vma has at @va. */
static inline uintptr_t ptshare_va(const struct vma *sharer, const struct vma *vma, uintptr_t va)
{
	return va - vma->start + sharer->start;
}

/* Leaves in the table of @vma were changed: flush the areas that share it, all but @vma. */
void ptshare_flush_others(struct vma *vma);

#endif
