/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which frames exist: those of all usable regions, in the order of their first use.  Each has a
 * struct page (page.h).  Holes between regions have struct pages, too, which nobody uses.
 */
#ifndef KERNEL_MM_FRAMES_MEMMAP_H
#define KERNEL_MM_FRAMES_MEMMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct page;

/* Does frame @pfn have a struct page?  Only an entry of a freed table may name one without. */
bool pfn_valid(uint64_t pfn);

/* A place in that order. */
struct memmap_cursor {
	size_t region;
	uint64_t pfn;
};

/* Find room for the struct pages.  Returns how many frames are left; sets @first to the first. */
size_t memmap_init(struct memmap_cursor *first);

/* The frame at @cursor; advances @cursor, from the last frame to the first. */
struct page *memmap_next(struct memmap_cursor *cursor);

#endif
