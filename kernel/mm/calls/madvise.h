/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * madvise().  Addresses and lengths are multiples of PAGE_SIZE, the range lies below
 * USER_VA_END, else -EINVAL.
 */
#ifndef KERNEL_MM_CALLS_MADVISE_H
#define KERNEL_MM_CALLS_MADVISE_H

#include <kernel/mm/tables/gather.h>

/*
 * Discard the content of the range now (MADV_DONTNEED); or, of private anonymous memory, whenever
 * memory is short, unless it is stored to before (MADV_FREE).  On return later accesses find fresh
 * memory, or later stores set D, so that reclaim sees them.  -ENOMEM at a hole, -EINVAL at a VMA
 * that shares its table: what comes before it has been changed.
 */
int do_madvise(struct mm *mm, uintptr_t va, size_t len, enum madvice advice);

/*
 * madvise(FREE) of [@start, @end) of @vma, private anonymous memory, except for its flush, which
 * tlb_finish_mmu() makes.  Caller holds mmap_lock, or nobody else changes the VMAs.
 */
void madvise_free_leaves(struct mmu_gather *tlb, const struct vma *vma, uintptr_t start,
			 uintptr_t end);

#endif
