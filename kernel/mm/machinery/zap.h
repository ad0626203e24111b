/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zapping: clearing the PTEs of a range into a gather; and other parts that the calls that change a
 * range share.
 */
#ifndef KERNEL_MM_MACHINERY_ZAP_H
#define KERNEL_MM_MACHINERY_ZAP_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/mm/tables/gather.h>

/*
 * Clear what @vma maps in [@start, @end).  Caller holds mmap_lock; or it holds an areas lock, has
 * set @tlb->slots to a bitmap of SWAP_MAX_SLOTS + 1 zeros, and calls swap_trim() for each slot that
 * is set there after it has released the lock.
 */
void unmap_range(struct mmu_gather *tlb, struct vma *vma, uintptr_t start, uintptr_t end);

/* Is the range page-aligned, not empty, and below USER_VA_END? */
bool user_range_is_valid(uintptr_t va, size_t len);

/*
 * @visit each leaf of [@start, @end), as tlb_gather_leaves() does.  It skips holes, and VMAs that
 * share their table, for which it returns -EINVAL.  Returns an error of the visits, -EBUSY before
 * all others, or 0.  Caller holds mmap_lock.
 */
int gather_range(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, tlb_visit_fn *visit);

/*
 * The same as a whole call: it takes mmap_lock for reading, and flushes.  On return no CPU can do
 * more to the range than @allowed, VM_…, unless a visit failed.  -EINVAL also for an invalid range.
 */
int change_range(struct mm *mm, uintptr_t va, size_t len, tlb_visit_fn *visit,
		 unsigned int allowed);

/* Split VMAs at @start and at @end.  0 or -ENOMEM.  Caller holds mmap_lock for writing. */
int split_areas(struct mm *mm, uintptr_t start, uintptr_t end);

/*
 * Unlink and gather the tables that serve only the VMAs from @first to @last, which map nothing any
 * more and which the rmap no longer finds.  Caller holds mmap_lock for writing.
 */
void free_tables_between(struct mmu_gather *tlb, const struct vma *first, const struct vma *last);

#endif
