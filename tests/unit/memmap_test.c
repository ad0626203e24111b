/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/frames/memmap.c: which frames there are, whatever the map of memory is.
 */
#include <string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/memmap.h>
#include <kernel/mm/frames/page.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

static bool in_regions(const struct mem_region *regions, size_t n, uint64_t pa)
{
	for (size_t i = 0; i < n; i++) {
		if (pa >= regions[i].pa && pa < regions[i].pa + regions[i].size)
			return true;
	}
	return false;
}

TEST(regions, "page: frames of every region serve, and none that lies in a hole")
{
	static const struct mem_region regions[] = {
		{ 0x1000, 0x9000 },	  { 0x20000, 0 }, /* early_alloc() took it all */
		{ 1UL << 20, 3UL << 20 }, { 5UL << 20, 0x1000 }, { 8UL << 20, 2UL << 20 },
	};
	struct memmap_cursor cursor;
	struct page *page;
	size_t frames;
	size_t n = 0;

	mmu_start(2);
	host_regions(regions, 5);
	frames = page_init();
	/* All but the struct pages, of the span's 10 MiB. */
	EXPECT_EQ(frames,
		  9 + 768 + 1 + 512 -
			  ((10 * 256 - 1) * sizeof(struct page) + PAGE_SIZE - 1) / PAGE_SIZE);
	page_walk_used(&cursor);
	while ((page = page_alloc(PAGE_KERNEL))) {
		EXPECT(in_regions(regions, 5, page_to_pfn(page) << PAGE_SHIFT));
		EXPECT(memmap_next(&cursor) == page);
		EXPECT_EQ(page->kind, PAGE_KERNEL);
		memset(page_va(page), 0xff, PAGE_SIZE);
		page->kind = PAGE_FILE; /* seen already: given twice it would be no free frame */
		n++;
		EXPECT_EQ(page_nr_used(), n);
	}
	EXPECT_EQ(n, frames);
	EXPECT(pfn_to_page(0x1) && pfn_to_page((10UL << 8) - 1));
	EXPECT_PANIC(pfn_to_page(0), "BUG at");
	EXPECT_PANIC(pfn_to_page(10UL << 8), "BUG at");
	EXPECT_STR(host_console(), "");
}

TEST(far_regions, "page: a region too far away for the struct pages is left out, and that is told")
{
	static const struct mem_region above[] = {
		{ 1UL << 20, 1UL << 20 },
		{ 4UL << 20, 2UL << 20 },
		{ 4UL << 30, 2UL << 20 },
		{ 6UL << 30, 1UL << 20 },
	};
	static const struct mem_region below[] = {
		{ 1UL << 20, 1UL << 20 },
		{ HOST_MEMORY - (3UL << 19), 3UL << 19 },
	};
	size_t frames;

	mmu_start(2);
	host_regions(above, 4);
	frames = page_init();
	EXPECT(frames > 680 && frames < 768);
	EXPECT_STR(host_console(),
		   "# memory: 1 MiB at 0x180000000 are not used: too far from the rest\n"
		   "# memory: 2 MiB at 0x100000000 are not used: too far from the rest\n");
	host_console_clear();
	host_regions(below, 2);
	frames = page_init();
	EXPECT(frames > 340 && frames < 384);
	EXPECT_STR(host_console(),
		   "# memory: 1 MiB at 0x100000 are not used: too far from the rest\n");
}
