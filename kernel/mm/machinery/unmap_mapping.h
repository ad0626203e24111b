/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Taking pages of a file, or of a device, away from every program that maps them.
 */
#ifndef KERNEL_MM_MACHINERY_UNMAP_MAPPING_H
#define KERNEL_MM_MACHINERY_UNMAP_MAPPING_H

#include <stdint.h>
#include <kernel/mm/tables/areas.h>

/*
 * Clear every PTE of the areas on @areas through which pages [@first, @end) are mapped, private
 * copies included, and flush, with what is deferred for these areas.  Tables stay.  Takes no
 * mmap_lock.  Faults may map them anew meanwhile: keeping them out is the caller's.
 */
void unmap_mapping_range(struct areas *areas, uint64_t first, uint64_t end);

#endif
