/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A device whose memory programs map as it is, and whose memory has struct pages: they come
 * with the device and go with it (threads/004).
 *
 *	files[i].frames[n]	which of its pages is page n of file i
 *	files[i].areas		who maps file i
 *
 * One file that is all of it is a device-dax; several are a file system on it.
 */
#ifndef KERNEL_MM_OBJECTS_DAX_H
#define KERNEL_MM_OBJECTS_DAX_H

#include <kernel/mm/objects/pfn_device.h>

#define DAX_FILES 2
#define DAX_PAGES 2

struct dax_device {
	struct pfn_device files[DAX_FILES];
	/* Its memory, and whether the struct pages are there; names stay when they have gone. */
	struct page *pages[DAX_PAGES];
	bool there[DAX_PAGES];
	int32_t live;	 /* 1, and 1 for each who is looking at its struct pages; 0: none may */
	uint64_t strays; /* looks at a struct page that had gone: with a check taken away */
};

#endif
