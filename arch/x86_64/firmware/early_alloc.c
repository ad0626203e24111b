/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the boot loader's memory map to the regions that the kernel may use:
 *
 *	usable ranges, in whole pages, below PHYS_LIMIT
 *	- everything that some other range claims
 *	- the first MiB, which firmware goes on using
 *	- the image
 *	- what early_alloc() hands out
 */
#include <stdbool.h>
#include <arch/x86_64/cpu/layout.h>
#include <arch/x86_64/firmware/bootinfo.h>
#include <arch/x86_64/firmware/early_alloc.h>
#include <kernel/lib/bug.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>

#define MAX_REGIONS 256

/* Ascending, disjoint, not empty, whole pages. */
static struct mem_region all[MAX_REGIONS];
/* The same without what early_alloc() has taken off the bottom of @source. */
static struct mem_region unused[MAX_REGIONS];
static size_t nr_regions;
static struct mem_region *source;
/* How many bytes of the map are above PHYS_LIMIT. */
static uint64_t unreached;
static bool closed;

static void insert_at(size_t i, uint64_t start, uint64_t end)
{
	if (start >= end)
		return;
	if (nr_regions == MAX_REGIONS) {
		printk("stalehound: memory map too scattered, leaving 0x%lx-0x%lx unused\n", start,
		       end);
		return;
	}
	for (size_t j = nr_regions++; j > i; j--)
		all[j] = all[j - 1];
	all[i] = (struct mem_region){ .pa = start, .size = end - start };
}

static void remove_at(size_t i)
{
	nr_regions--;
	for (; i < nr_regions; i++)
		all[i] = all[i + 1];
}

/* Remove [start, end) from every region. */
static void exclude(uint64_t start, uint64_t end)
{
	for (size_t i = 0; i < nr_regions;) {
		uint64_t pa = all[i].pa, top = pa + all[i].size;

		if (top <= start || pa >= end) {
			i++;
			continue;
		}
		remove_at(i);
		insert_at(i, end, top > end ? top : end);
		insert_at(i, pa, start > pa ? start : pa);
		if (top > end)
			break;
	}
}

static void include(uint64_t start, uint64_t end)
{
	size_t i = 0;

	exclude(start, end); /* firmware maps may overlap */
	while (i < nr_regions && all[i].pa < start)
		i++;
	insert_at(i, start, end);
}

/* Round @pa down, or up, to a page, and to at most PHYS_LIMIT. */
static uint64_t page_down(uint64_t pa)
{
	return (pa < PHYS_LIMIT ? pa : PHYS_LIMIT) & PAGE_MASK;
}

static uint64_t page_up(uint64_t pa)
{
	return pa < PHYS_LIMIT ? page_down(pa + PAGE_SIZE - 1) : PHYS_LIMIT;
}

static void collect_usable(const struct bootinfo *info)
{
	for (size_t i = 0; i < info->nr_ranges; i++) {
		const struct boot_range *range = &info->ranges[i];
		uint64_t end = range->pa + range->size;

		if (!range->usable)
			continue;
		if (page_up(range->pa) < page_down(end))
			include(page_up(range->pa), page_down(end));
		if (end > PHYS_LIMIT)
			unreached += end - (range->pa > PHYS_LIMIT ? range->pa : PHYS_LIMIT);
	}
	for (size_t i = 0; i < info->nr_ranges; i++) {
		const struct boot_range *range = &info->ranges[i];

		if (!range->usable)
			exclude(page_down(range->pa), page_up(range->pa + range->size));
	}
	exclude(0, LOW_MEMORY_END);
	exclude((uint64_t)image_start_pa, (uint64_t)image_end_pa);
}

/* How many bytes of @region the tables of boot/entry.asm map. */
static uint64_t early_size(const struct mem_region *region)
{
	if (region->pa >= EARLY_PHYS_LIMIT)
		return 0;
	if (region->size > EARLY_PHYS_LIMIT - region->pa)
		return EARLY_PHYS_LIMIT - region->pa;
	return region->size;
}

/* The region of which those tables map most. */
static struct mem_region *pick_source(void)
{
	struct mem_region *best = NULL;

	for (size_t i = 0; i < nr_regions; i++) {
		if (early_size(&unused[i]) > (best ? early_size(best) : 0))
			best = &unused[i];
	}
	return best;
}

void early_alloc_init(const struct bootinfo *info)
{
	collect_usable(info);
	memcpy(unused, all, sizeof(unused));
	source = pick_source();
}

uint64_t early_alloc(size_t pages)
{
	uint64_t size = pages * PAGE_SIZE, pa;

	BUG_ON(closed);
	if (!source || early_size(source) < size)
		panic("no memory below 4 GiB for the kernel's own tables");
	pa = source->pa;
	source->pa += size;
	source->size -= size;
	memset(phys_to_virt(pa), 0, size);
	return pa;
}

void early_alloc_close(void)
{
	closed = true;
}

size_t early_regions(const struct mem_region **regions)
{
	*regions = all;
	return nr_regions;
}

uint64_t early_total(void)
{
	uint64_t total = 0;

	for (size_t i = 0; i < nr_regions; i++)
		total += all[i].size;
	return total;
}

uint64_t early_unreached(void)
{
	return unreached;
}

size_t phys_regions(const struct mem_region **regions)
{
	*regions = unused;
	return nr_regions;
}
