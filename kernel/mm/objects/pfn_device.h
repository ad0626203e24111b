/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device that maps frames of its own into programs, and the VMAs that map it.
 */
#ifndef KERNEL_MM_OBJECTS_PFN_DEVICE_H
#define KERNEL_MM_OBJECTS_PFN_DEVICE_H

#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/areas.h>

#define PFN_DEVICE_PAGES 8

struct dax_device;

struct pfn_device {
	struct areas areas;		       /* the VMAs that map it */
	spinlock_t lock;		       /* device lock: frames */
	struct page *frames[PFN_DEVICE_PAGES]; /* NULL: the device has none there */
	struct dax_device *dax; /* it is a file of this; NULL: its frames have no references */
};

#endif
