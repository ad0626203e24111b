/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device that maps frames of its own into programs (VM_PFNMAP): no mapping has a
 * reference or counts, so before it gives a frame away it must itself find every mapping
 * and see it flushed.  It finds them by its list of areas.
 */
#ifndef KERNEL_MM_MACHINERY_PFNMAP_H
#define KERNEL_MM_MACHINERY_PFNMAP_H

#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/tables/mm_types.h>

void pfn_device_init(struct pfn_device *device);

/* Faults on page @index, which has no frame, find @page from now on; NULL is none. */
void pfn_device_give(struct pfn_device *device, uint64_t index, struct page *page);
/* They find none from now on: what it was, which programs may map yet, or NULL. */
struct page *pfn_device_take(struct pfn_device *device, uint64_t index);
/* Nor on any other page. */
void pfn_device_take_all(struct pfn_device *device);

/*
 * Give the device a frame for its page @index, which has none, and whose last one has been
 * taken back; it, or NULL.
 */
struct page *pfn_device_add(struct pfn_device *device, uint64_t index);

/*
 * Take the frame of page @index back, if there is one, and free it: no CPU can reach it
 * through any mapping then.
 */
void pfn_device_revoke(struct pfn_device *device, uint64_t index);

/*
 * Resolve a fault of an area of a device: 0, or -EFAULT where it has no frame.  Caller holds
 * mmap_lock.
 */
int pfnmap_fault(const struct vma *vma, uintptr_t va, pte_t *ptep);

#endif
