/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory that goes away while programs map it and devices write to it.  Removal, in order:
 *
 *	forbid		faults find no page from now on
 *	zap		clear every mapping of every file, and flush
 *	kill		allow no new reference to the device, and wait until those that exist are
 *			dropped: fast GUP has one while it uses a struct page.  The flush waits
 *			for it as well, except on a lazy CPU
 *	wait		for pins and other references to its pages
 *	remove		the struct pages and frames
 *
 * The shutdown of a file system on it is all but the last step.
 */
#ifndef KERNEL_MM_MACHINERY_DAX_H
#define KERNEL_MM_MACHINERY_DAX_H

#include <kernel/mm/objects/dax.h>

/* Add the device @dax, which has no memory yet.  0 or -ENOMEM. */
int dax_add(struct dax_device *dax);
/* Make page @index of @dax page @page of file @file, which has none there. */
void dax_give(struct dax_device *dax, unsigned int index, unsigned int file, uint64_t page);

/* On return no store of a program or a device reaches a file of @dax any more. */
void dax_shutdown(struct dax_device *dax);
/* The same, and the memory goes to other owners. */
void dax_remove(struct dax_device *dax);

/* Cut off page @page of file @file.  Returns its memory, which another file may have, or NULL. */
struct page *dax_truncate(struct dax_device *dax, unsigned int file, uint64_t page);

/* The device of frame @pfn, for a PTE_DEVMAP entry; NULL: it has gone. */
struct dax_device *dax_find(uint64_t pfn);
/* Take a reference, so that its struct pages stay; false: it is going. */
bool dax_try_get(struct dax_device *dax);
void dax_put(struct dax_device *dax);
/* The caller is about to use the struct page of frame @pfn of @dax; false: it has gone. */
bool dax_looks(struct dax_device *dax, uint64_t pfn);

#endif
