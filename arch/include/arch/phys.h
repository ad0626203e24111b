/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Contract: physical memory and the kernel's window onto it.
 */
#ifndef ARCH_PHYS_H
#define ARCH_PHYS_H

#include <stddef.h>
#include <stdint.h>

#define PAGE_SHIFT 12
#define PAGE_SIZE  (1UL << PAGE_SHIFT)
#define PAGE_MASK  (~(PAGE_SIZE - 1))

/* A run of frames that the kernel may use: whole pages, mapped in the direct map. */
struct mem_region {
	uint64_t pa;
	uint64_t size;
};

/* The usable regions in ascending order, without the memory of the image and the boot data. */
size_t phys_regions(const struct mem_region **regions);

/* The direct map: every byte of every region, writable, not executable. */
void *phys_to_virt(uint64_t pa);
uint64_t virt_to_phys(const void *va);

#endif
