/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Write-back: from the page cache to the device.
 */
#ifndef KERNEL_MM_MACHINERY_WRITEBACK_H
#define KERNEL_MM_MACHINERY_WRITEBACK_H

#include <kernel/mm/objects/filemap.h>

/*
 * Write @page to its block if it is dirty.  0, or the device's error: then the page stays dirty.
 * Caller holds the page lock, and no CPU can store into the page without a fault, see
 * page_mkclean().
 */
int write_page(struct page *page);

/*
 * fsync(): on return every store that was made through a mapping or by write() before the call is
 * on the device.  0, or the first error; all pages are tried.
 */
int file_sync(struct file *file);
/* The same for page @index alone. */
int file_sync_page(struct file *file, uint64_t index);

#endif
