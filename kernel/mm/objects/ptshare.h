/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One pte table for several areas, as hugetlb shares its tables of large leaves.
 *
 *	area, VM_SHARE_TABLE	vma->table ---+
 *	area in another mm	vma->table ---+--> pte table (page->sharers) --> frames
 *
 * An area is linked to it when it is mapped, and leaves before anything is changed that
 * is about this area alone: munmap, mprotect and mremap begin with that.  What is
 * left then is an area like any other, whose accesses fault if others still share.
 * A leaf counts as one mapping, however many areas see it: whoever changes it, by
 * reverse mapping, flushes all of them.
 *
 * The list of sharers, and vma->table, are changed with mmap_lock of the area's mm, the
 * areas lock of the file and the table's PTL held, the first two for writing: each of
 * the three keeps them as they are.
 */
#ifndef KERNEL_MM_OBJECTS_PTSHARE_H
#define KERNEL_MM_OBJECTS_PTSHARE_H

#include <kernel/mm/tables/mm_types.h>

/* Can an area like @like, of VM_SHARE_TABLE, be: a file's, shared, of just one table? */
bool ptshare_is_possible(const struct vma *like);

/*
 * Link the new area @vma to the table that others like it share, or to a new one; 0 or
 * -ENOMEM.  Caller holds mmap_lock for writing.
 */
int ptshare_join(struct vma *vma);

/*
 * No area of [@start, @end) shares its table any more.  What is at an area that others
 * shared with has no mapping, here, and no CPU has one in use.  Caller holds mmap_lock for
 * writing.
 */
void ptshare_leave(struct mm *mm, uintptr_t start, uintptr_t end);

#endif
