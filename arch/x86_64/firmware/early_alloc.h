/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The usable RAM, and the frames that boot allocates for ever: page tables, CPU areas, stacks.
 * They come from the bottom of one region, so that the kernel gets whole regions.
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

/* Pass the regions to the kernel: no early allocations after this. */
void early_alloc_close(void);

/* Every usable region, early allocations included: what the direct map covers. */
size_t early_regions(const struct mem_region **regions);
uint64_t early_total(void);
/* How many bytes of the map are above PHYS_LIMIT, and so not used. */
uint64_t early_unreached(void);

#endif
