/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device whose memory programs map directly, and whose memory has struct pages, which come
 * and go with the device (threads/004).
 *
 *	files[i].frames[n]	the page of the device that is page n of file i
 *	files[i].areas		the VMAs that map file i
 *
 * One file that covers the whole device is a device-dax; several are a file system on it.
 */
#ifndef KERNEL_MM_OBJECTS_DAX_H
#define KERNEL_MM_OBJECTS_DAX_H

#include <kernel/mm/objects/pfn_device.h>

#define DAX_FILES 2
#define DAX_PAGES 2

struct dax_device {
	struct pfn_device files[DAX_FILES];
	/* Its memory, and whether each struct page is there; the pointer stays when it is not. */
	struct page *pages[DAX_PAGES];
	bool there[DAX_PAGES];
	int32_t live;	 /* 1, and 1 for each user of its struct pages; 0: none may use them */
	uint64_t strays; /* uses of a struct page that had gone, which mutants cause */
};

#endif
