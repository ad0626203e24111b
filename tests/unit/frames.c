/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host_frames(), by itself: tests without frames need not link the allocator.
 */
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/page.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

void host_frames(size_t frames)
{
	size_t all = frames;
	struct mem_region region = { .pa = 1UL << 20 };

	/* The frames that hold the struct pages have one themselves. */
	while (all - (all * sizeof(struct page) + PAGE_SIZE - 1) / PAGE_SIZE < frames)
		all++;
	region.size = all * PAGE_SIZE;
	host_regions(&region, 1);
	EXPECT_EQ(page_init(), frames);
}
