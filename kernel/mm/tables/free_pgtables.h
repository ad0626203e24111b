/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Freeing the tables of a range that was unmapped.
 */
#ifndef KERNEL_MM_TABLES_FREE_PGTABLES_H
#define KERNEL_MM_TABLES_FREE_PGTABLES_H

#include <kernel/mm/tables/gather.h>

/*
 * Unlink the tables that serve only [@start, @end) and lie within [@floor, @ceiling),
 * and gather them.  Every leaf in the range is clear, except markers that were gathered.
 * Caller holds mmap_lock for writing.
 */
void free_pgtables(struct mmu_gather *tlb, uintptr_t start, uintptr_t end, uintptr_t floor,
		   uintptr_t ceiling);

#endif
