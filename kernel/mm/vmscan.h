/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim: give frames of the page cache back to the allocator.
 */
#ifndef KERNEL_MM_VMSCAN_H
#define KERNEL_MM_VMSCAN_H

#include <kernel/mm/filemap.h>

/* Pages that one pass unmaps before it flushes. */
#define RECLAIM_BATCH 32

/* Try to free @nr frames, coldest pages first; how many were freed. */
unsigned int reclaim_pages(unsigned int nr);

/* Reclaim pages [@first, @first + @nr) of @file, recently used or not; how many were freed. */
unsigned int reclaim_file_pages(struct file *file, uint64_t first, uint64_t nr);

#endif
