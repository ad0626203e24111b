/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NUMA hinting: entries are made inaccessible, so that the next access to each page faults, and
 * tells who uses it; the fault then moves the page there (fault_numa.c).
 *
 * There are two nodes.  One has the CPUs; memory begins on the other, and comes to them by
 * migration.  No machine that this kernel has run on has two: where a page is, is what it says
 * (page->near).
 */
#ifndef KERNEL_MM_CALLS_NUMA_H
#define KERNEL_MM_CALLS_NUMA_H

#include <kernel/mm/tables/mm_types.h>

/*
 * On return the next access to each page of the range faults, whatever any CPU has of it.  Holds
 * mmap_lock for reading, as Linux's task_numa_work() does.  Holes and pages that nobody may move
 * are skipped, and areas that share their table, for which it returns -EINVAL.  0, or -EINVAL.
 */
int change_prot_numa(struct mm *mm, uintptr_t va, size_t len);

#endif
