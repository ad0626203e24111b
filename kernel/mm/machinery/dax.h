/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that goes away while programs map it and devices write to it.  Removal, in order:
 *
 *	forbid		faults find no page from now on
 *	zap		every mapping of every file, and flush
 *	kill		nobody gets a reference to the device; wait for those who have one:
 *			fast GUP, on its way to a struct page.  The flush has waited for it, too,
 *			but where the CPU was lazy
 *	wait		for pins and other references to its pages
 *	remove		struct pages and frames
 *
 * The shutdown of a file system on it is all but the last.
 */
#ifndef KERNEL_MM_MACHINERY_DAX_H
#define KERNEL_MM_MACHINERY_DAX_H

#include <kernel/mm/objects/dax.h>

/* Let @dax, which has no memory, come: -ENOMEM. */
int dax_add(struct dax_device *dax);
/* Its page @index is page @page of file @file from now on, which has none. */
void dax_give(struct dax_device *dax, unsigned int index, unsigned int file, uint64_t page);

/* When it returns, no store reaches a file of it any more: no program's, no device's. */
void dax_shutdown(struct dax_device *dax);
/* And its memory is another's. */
void dax_remove(struct dax_device *dax);

/* Page @page of file @file is cut off; its memory, free for another file, or NULL. */
struct page *dax_truncate(struct dax_device *dax, unsigned int file, uint64_t page);

/* The device that the entry of frame @pfn, PTE_DEVMAP, is about; NULL: it has gone. */
struct dax_device *dax_find(uint64_t pfn);
/* Hold it, so that its struct pages stay; false: it is going. */
bool dax_try_get(struct dax_device *dax);
void dax_put(struct dax_device *dax);
/* The caller is about to look at the struct page of frame @pfn of @dax; false: it has gone. */
bool dax_looks(struct dax_device *dax, uint64_t pfn);

#endif
