/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reclaim: free frames of the page cache, and of anonymous memory if there is swap.
 */
#ifndef KERNEL_MM_MACHINERY_VMSCAN_H
#define KERNEL_MM_MACHINERY_VMSCAN_H

#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/tables/mm_types.h>

/* How many pages one pass unmaps before it flushes. */
#define RECLAIM_BATCH 32

/* Try to free @nr frames, coldest pages first.  Returns how many were freed. */
unsigned int reclaim_pages(unsigned int nr);

/*
 * Put @page, isolated and locked, back on the LRU, unless it has left the page cache.  Releases the
 * lock and drops the caller's reference.
 */
void page_put_back(struct page *page);

/* Reclaim pages [@first, @first + @nr) of @file, even if young.  Returns how many were freed. */
unsigned int reclaim_file_pages(struct file *file, uint64_t first, uint64_t nr);

/*
 * Reclaim the anonymous pages of @mm in the @nr pages from @va on, even if young, at most
 * RECLAIM_BATCH of them, as madvise(MADV_PAGEOUT) does.  Returns how many were freed.
 */
unsigned int reclaim_anon_pages(struct mm *mm, uintptr_t va, uint64_t nr);

#endif
