/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device that maps frames of its own into programs (VM_PFNMAP).  Mappings have no reference and
 * no mapcount, so before the device gives a frame away it must find every mapping, clear it and
 * flush.  It finds them by its list of VMAs.
 */
#ifndef KERNEL_MM_MACHINERY_PFNMAP_H
#define KERNEL_MM_MACHINERY_PFNMAP_H

#include <kernel/mm/objects/pfn_device.h>
#include <kernel/mm/tables/mm_types.h>

void pfn_device_init(struct pfn_device *device);

/* Let faults on page @index, which has no frame, find @page from now on; NULL: none. */
void pfn_device_give(struct pfn_device *device, uint64_t index, struct page *page);
/* Let them find none.  Returns the frame, which programs may still map, or NULL. */
struct page *pfn_device_take(struct pfn_device *device, uint64_t index);
/* The same for all pages. */
void pfn_device_take_all(struct pfn_device *device);

/*
 * Give the device a new frame for page @index, which has none, and whose last one was revoked.
 * Returns the frame, or NULL.
 */
struct page *pfn_device_add(struct pfn_device *device, uint64_t index);

/*
 * Take back the frame of page @index, if there is one, unmap it everywhere, and free it: no CPU
 * can reach it through any mapping any more.
 */
void pfn_device_revoke(struct pfn_device *device, uint64_t index);

/*
 * Resolve a fault in a device's VMA: 0, or -EFAULT if there is no frame.  Caller holds
 * mmap_lock.
 */
int pfnmap_fault(const struct vma *vma, uintptr_t va, pte_t *ptep);

#endif
