/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The struct pages are one array, from the lowest frame to the highest, at the start of the
 * largest region.  That region's frames come first, then those of the next one, and so on.
 */
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/mm/frames/memmap.h>
#include <kernel/mm/frames/page.h>
#include <kernel/tlb/luf_debug.h>

#define PFNS_PER_MIB (1UL << (20 - PAGE_SHIFT))

static const struct mem_region *regions; /* the regions in use */
static size_t nr_regions;
static size_t host; /* the largest one, which holds the array */
static struct memmap_cursor start;

/* struct page of frame pfn_base + i. */
static struct page *pages;
static uint64_t pfn_base;
static uint64_t pfn_end;

bool pfn_valid(uint64_t pfn)
{
	return pfn >= pfn_base && pfn < pfn_end;
}

struct page *pfn_to_page(uint64_t pfn)
{
	BUG_ON(!pfn_valid(pfn));
	return &pages[pfn - pfn_base];
}

uint64_t page_to_pfn(const struct page *page)
{
	return pfn_base + (uint64_t)(page - pages);
}

void *page_va(const struct page *page)
{
	if (page->kind == PAGE_FREE)
		luf_debug(reaches, page_to_pfn(page));
	return phys_to_virt(page_to_pfn(page) << PAGE_SHIFT);
}

static uint64_t region_first(size_t i)
{
	return regions[i].pa >> PAGE_SHIFT;
}

static uint64_t region_end(size_t i)
{
	return (regions[i].pa + regions[i].size) >> PAGE_SHIFT;
}

static uint64_t region_frames(size_t i)
{
	return region_end(i) - region_first(i);
}

static size_t largest_region(void)
{
	size_t best = 0;

	for (size_t i = 1; i < nr_regions; i++) {
		if (region_frames(i) > region_frames(best))
			best = i;
	}
	return best;
}

/* How many frames the array occupies. */
static uint64_t array_frames(void)
{
	uint64_t span = region_end(nr_regions - 1) - region_first(0);

	return (span * sizeof(struct page) + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static void leave_out(size_t i)
{
	if (region_frames(i))
		printk("# memory: %lu MiB at 0x%lx are not used: too far from the rest\n",
		       region_frames(i) / PFNS_PER_MIB, regions[i].pa);
}

/* Regions may lie so far apart that the array would not fit: then leave out the outermost. */
static void choose_regions(void)
{
	nr_regions = phys_regions(&regions);
	BUG_ON(nr_regions == 0);
	host = largest_region();
	while (array_frames() >= region_frames(host)) {
		BUG_ON(nr_regions == 1);
		if (host != nr_regions - 1) {
			leave_out(--nr_regions);
			continue;
		}
		leave_out(0);
		regions++;
		nr_regions--;
		host--;
	}
}

size_t memmap_init(struct memmap_cursor *first)
{
	uint64_t taken;
	size_t frames = 0;

	choose_regions();
	taken = array_frames();
	pfn_base = region_first(0);
	pfn_end = region_end(nr_regions - 1);
	pages = phys_to_virt(region_first(host) << PAGE_SHIFT);
	for (size_t i = 0; i < nr_regions; i++)
		frames += region_frames(i);
	start = (struct memmap_cursor){ host, region_first(host) + taken };
	*first = start;
	return frames - taken;
}

struct page *memmap_next(struct memmap_cursor *cursor)
{
	struct page *page = pfn_to_page(cursor->pfn++);

	while (cursor->pfn == region_end(cursor->region)) {
		cursor->region = (cursor->region + 1) % nr_regions;
		cursor->pfn = cursor->region == host ? start.pfn : region_first(cursor->region);
	}
	return page;
}
