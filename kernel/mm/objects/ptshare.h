/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One pte table for several VMAs, as hugetlb shares its tables of large leaves.
 *
 *	VMA, VM_SHARE_TABLE	vma->table ---+
 *	VMA in another mm	vma->table ---+--> pte table (page->sharers) --> frames
 *
 * A VMA is linked to the table when it is mapped, and leaves it before a call changes this
 * VMA alone: munmap(), mprotect() and mremap() begin with that.  It is then a VMA like any
 * other; its accesses fault if others still share the table.  A leaf counts as one mapping,
 * however many VMAs see it: the reverse mapping, which changes leaves, flushes all sharers.
 *
 * To change the list of sharers and vma->table takes mmap_lock of the VMA's mm and the
 * areas lock of the file, both for writing, and the table's PTL.  Each of the three alone
 * keeps them stable.
 */
#ifndef KERNEL_MM_OBJECTS_PTSHARE_H
#define KERNEL_MM_OBJECTS_PTSHARE_H

#include <kernel/mm/tables/mm_types.h>

/* May @like have VM_SHARE_TABLE?  It must be shared, map a file, and cover exactly one table. */
bool ptshare_is_possible(const struct vma *like);

/*
 * Link the new VMA @vma to the table that others like it share, or to a new one.  0 or
 * -ENOMEM.  Caller holds mmap_lock for writing.
 */
int ptshare_join(struct vma *vma);

/*
 * Let no VMA of [@start, @end) share its table any longer.  On return a VMA whose table others
 * still share maps nothing in this mm, and no CPU uses a translation of it.  Caller holds
 * mmap_lock for writing.
 */
void ptshare_leave(struct mm *mm, uintptr_t start, uintptr_t end);

#endif
