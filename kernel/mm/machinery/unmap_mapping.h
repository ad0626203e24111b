/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unmapping pages of a file or a device from every program that maps them.
 */
#ifndef KERNEL_MM_MACHINERY_UNMAP_MAPPING_H
#define KERNEL_MM_MACHINERY_UNMAP_MAPPING_H

#include <stdint.h>
#include <kernel/mm/tables/areas.h>

/*
 * Clear every PTE through which the VMAs on @areas map pages [@first, @end), private copies
 * included, and flush, also what is deferred for these VMAs.  Tables stay.  Takes no mmap_lock.
 * Faults may map the pages again meanwhile, unless the caller prevents it.
 */
void unmap_mapping_range(struct areas *areas, uint64_t first, uint64_t end);

#endif
