/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim: give frames of the page cache, and of anonymous memory where there is swap,
 * back to the allocator.
 */
#ifndef KERNEL_MM_MACHINERY_VMSCAN_H
#define KERNEL_MM_MACHINERY_VMSCAN_H

#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/tables/mm_types.h>

/* Pages that one pass unmaps before it flushes. */
#define RECLAIM_BATCH 32

/* Try to free @nr frames, coldest pages first; how many were freed. */
unsigned int reclaim_pages(unsigned int nr);

/*
 * @page, isolated and locked, goes back onto the LRU, or out of use for good if it has
 * left the page cache; the lock and the caller's reference are given up.
 */
void page_put_back(struct page *page);

/* Reclaim pages [@first, @first + @nr) of @file, recently used or not; how many were freed. */
unsigned int reclaim_file_pages(struct file *file, uint64_t first, uint64_t nr);

/*
 * Reclaim what anonymous memory @mm has in @nr pages from @va on, recently used or not, at
 * most RECLAIM_BATCH of it; how many were freed.  As madvise(MADV_PAGEOUT) does.
 */
unsigned int reclaim_anon_pages(struct mm *mm, uintptr_t va, uint64_t nr);

#endif
