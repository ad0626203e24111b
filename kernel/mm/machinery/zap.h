/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zapping: clear the PTEs of a range into a gather, and what else the calls that change a range
 * have in common.
 */
#ifndef KERNEL_MM_MACHINERY_ZAP_H
#define KERNEL_MM_MACHINERY_ZAP_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/mm/tables/gather.h>

/*
 * Clear what @vma maps in [@start, @end).  Caller holds mmap_lock; or an areas lock, and
 * has set @tlb->slots to a bitmap of SWAP_MAX_SLOTS + 1 zeros: of the slots that are set
 * there the caller must swap_trim() when the lock is released.
 */
void unmap_range(struct mmu_gather *tlb, struct vma *vma, uintptr_t start, uintptr_t end);

/* Is it what calls take: page-aligned, not empty, below USER_VA_END? */
bool user_range_is_valid(uintptr_t va, size_t len);

/*
 * @visit each leaf of [@start, @end), as tlb_gather_leaves() does.  Holes are skipped, and areas
 * that share their table, for which it returns -EINVAL; else what the visits came to,
 * -EBUSY before all others.  Caller holds
 * mmap_lock.
 */
int gather_range(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, tlb_visit_fn *visit);

/*
 * The same as a call, with mmap_lock held for reading and all flushed on return: then no CPU does
 * to the range what @allowed, VM_…, leaves out, unless a visit failed.  -EINVAL also for a range
 * that is none.
 */
int change_range(struct mm *mm, uintptr_t va, size_t len, tlb_visit_fn *visit,
		 unsigned int allowed);

/* Make areas begin at @start and end at @end; 0 or -ENOMEM.  Caller holds mmap_lock for writing. */
int split_areas(struct mm *mm, uintptr_t start, uintptr_t end);

/*
 * Unlink and gather the tables that serve only the areas from @first to @last, which no
 * longer map anything and which the rmap has lost sight of.  Caller holds mmap_lock for writing.
 */
void free_tables_between(struct mmu_gather *tlb, const struct vma *first, const struct vma *last);

#endif
