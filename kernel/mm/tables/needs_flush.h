/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is a flush needed?  One answer for all who make an entry stricter and leave it where it is:
 * mprotect(), clear_refs, fork(), madvise(), userfaultfd, NUMA's hints.
 *
 * Rights that grow need none (SDM vol. 3, 4.10.4.3), nor does A: who clears it learns late of an
 * access.  U goes with P here, and no entry gets another frame without having been cleared.
 */
#ifndef KERNEL_MM_TABLES_NEEDS_FLUSH_H
#define KERNEL_MM_TABLES_NEEDS_FLUSH_H

#include <arch/pte.h>

/* May a CPU that keeps @old do what @new forbids, or store untold where @new has a store set D? */
bool pte_needs_flush(pte_t old, pte_t new);

#endif
