/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Removing pages from the cache because they no longer have the file's content.
 */
#ifndef KERNEL_MM_MACHINERY_TRUNCATE_H
#define KERNEL_MM_MACHINERY_TRUNCATE_H

#include <kernel/mm/objects/filemap.h>

/*
 * Make @file @nr_pages long; pages by which it grows are zero.  On return no CPU can reach pages
 * beyond the end through any mapping, private copies included, and accesses there fail.  0, -EFBIG
 * beyond file->max_pages, or the device's error, which leaves the size as it was.  Caller holds no
 * lock that a fault or munmap() takes.
 */
int file_truncate(struct file *file, uint64_t nr_pages);

/*
 * The device has other content than the cache for pages [@first, @first + @nr): write back those
 * that are dirty, and drop all.  Private copies stay.  On return every access reads what the device
 * had when this was called, or newer.  0, or the first error of the device: that page stays in the
 * cache, dirty; all are tried.  Locks as above.
 */
int file_invalidate(struct file *file, uint64_t first, uint64_t nr);

#endif
