/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which frames there are: those of all usable regions, in the order in which they are used
 * for the first time.  Each has a struct page (page.h); holes between regions have some, too,
 * which nobody ever looks at.
 */
#ifndef KERNEL_MM_FRAMES_MEMMAP_H
#define KERNEL_MM_FRAMES_MEMMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page;

/* Has frame @pfn a struct page?  Only of what a freed table may say is there a doubt. */
bool pfn_valid(uint64_t pfn);

/* A place in that order. */
struct memmap_cursor {
	size_t region;
	uint64_t pfn;
};

/* Find room for the struct pages.  Returns how many frames are left; @first is set to the first. */
size_t memmap_init(struct memmap_cursor *first);

/* The frame at @cursor, which then is at the next; behind the last comes the first. */
struct page *memmap_next(struct memmap_cursor *cursor);

#endif
