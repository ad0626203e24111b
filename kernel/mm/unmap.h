/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Zapping: clear the PTEs of a range into a gather.
 */
#ifndef KERNEL_MM_UNMAP_H
#define KERNEL_MM_UNMAP_H

#include <kernel/mm/gather.h>

/*
 * Clear what @vma maps in [@start, @end).  Caller holds mmap_lock; or an areas lock, and
 * has set @tlb->slots to a bitmap of SWAP_MAX_SLOTS + 1 zeros: of the slots that are set
 * there the caller must swap_trim() when the lock is released.
 */
void unmap_range(struct mmu_gather *tlb, struct vma *vma, uintptr_t start, uintptr_t end);

#endif
