/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which RAM there is, and the frames that boot takes for good: page tables, CPU
 * areas, stacks.  They come off the bottom of one region, so that what is left
 * stays in whole regions for the kernel.
 */
#ifndef ARCH_X86_64_FIRMWARE_EARLY_ALLOC_H
#define ARCH_X86_64_FIRMWARE_EARLY_ALLOC_H

#include <stddef.h>
#include <stdint.h>
#include <arch/phys.h>

struct bootinfo;

/* Work out the usable regions from the boot loader's map. */
void early_alloc_init(const struct bootinfo *info);

/* Physical address of @pages zeroed frames below 4 GiB.  Panics when there is no more. */
uint64_t early_alloc(size_t pages);

/* From now on the regions belong to the kernel. */
void early_alloc_close(void);

/* Every usable region, early allocations included: what the direct map covers. */
size_t early_regions(const struct mem_region **regions);
uint64_t early_total(void);
/* How many bytes of the map lie above PHYS_LIMIT, so that they are not used. */
uint64_t early_unreached(void);

#endif
