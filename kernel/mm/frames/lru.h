/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of pages that reclaim may take, coldest last.  It holds no references.  A page of
 * a file leaves the list before its last reference is dropped; an anonymous page, whose last
 * reference anybody may have, leaves it at that moment.
 */
#ifndef KERNEL_MM_FRAMES_LRU_H
#define KERNEL_MM_FRAMES_LRU_H

#include <stdbool.h>
#include <kernel/mm/frames/page.h>

/* Put @page on the list, unless it is a page of a file that has left the cache. */
void lru_add(struct page *page);
/* Take @page off the list, if it is on it. */
void lru_del(struct page *page);

/*
 * Take the coldest page off the list, with a reference; NULL if there is none.  The
 * caller puts it back with lru_add(), or frees it.
 */
struct page *lru_isolate(void);
/* Take @page off the list; the caller already has a reference.  False: it was not on it. */
bool lru_isolate_page(struct page *page);

#endif
