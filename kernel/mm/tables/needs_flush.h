/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is a flush needed?  One answer for all calls that make an entry stricter in place: mprotect(),
 * clear_refs, fork(), madvise(), userfaultfd, NUMA hinting.
 *
 * More rights need no flush (SDM vol. 3, 4.10.4.3).  Clearing A needs none either: accesses are
 * only noticed late.  U changes with P here, and no entry gets another frame unless cleared first.
 */
#ifndef KERNEL_MM_TABLES_NEEDS_FLUSH_H
#define KERNEL_MM_TABLES_NEEDS_FLUSH_H

#include <arch/pte.h>

/* May a CPU that keeps @old do what @new forbids, or store without setting D where @new would? */
bool pte_needs_flush(pte_t old, pte_t new);

#endif
