/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NUMA hinting: make entries inaccessible, so that the next access to each page faults and shows
 * which node uses it; the fault then moves the page there (fault_numa.c).
 *
 * There are two nodes.  One has the CPUs; all memory starts on the other, and moves to the first by
 * migration.  No machine that this kernel has run on has two nodes, so page->near stands for where
 * a page is.
 */
#ifndef KERNEL_MM_CALLS_NUMA_H
#define KERNEL_MM_CALLS_NUMA_H

#include <kernel/mm/tables/mm_types.h>

/*
 * On return the next access to each page of the range faults, on every CPU.  Holds mmap_lock for
 * reading, as Linux's task_numa_work() does.  It skips holes, pages that may not be moved, and VMAs
 * that share their table; for the latter it returns -EINVAL, otherwise 0.
 */
int change_prot_numa(struct mm *mm, uintptr_t va, size_t len);

#endif
