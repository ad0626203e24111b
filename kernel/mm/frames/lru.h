/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of pages that reclaim may take, coldest last.  It holds no references: a
 * page of a file leaves the list before its last reference goes, an anonymous one,
 * which anybody may be the last to have, when it goes.
 */
#ifndef KERNEL_MM_FRAMES_LRU_H
#define KERNEL_MM_FRAMES_LRU_H

#include <stdbool.h>
#include <kernel/mm/frames/page.h>

/* Onto the list, unless it is a page of a file and has left the cache. */
void lru_add(struct page *page);
/* Off the list, if it is on it. */
void lru_del(struct page *page);

/*
 * Take the coldest page off the list, with a reference; NULL if there is none.  The
 * caller puts it back with lru_add(), or frees it.
 */
struct page *lru_isolate(void);
/* The same for one page, of which the caller has a reference already; false: not there. */
bool lru_isolate_page(struct page *page);

#endif
