/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/x86_64/firmware/early_alloc.c: from odd memory maps to regions.
 */
#include <arch/x86_64/cpu/layout.h>
/* There is no linker script here that says where the image is. */
#define image_start_pa 0x200000UL
#define image_end_pa   0x280000UL
#define phys_regions   tested_phys_regions /* host.c has its own */
#include <arch/x86_64/firmware/bootinfo.c>
#include <arch/x86_64/firmware/early_alloc.c>
#include <tests/unit/unit.h>

#define MIB (1UL << 20)
#define GIB (1UL << 30)

static struct bootinfo map;

static void add(uint64_t pa, uint64_t size, bool usable)
{
	map.ranges[map.nr_ranges++] = (struct boot_range){ pa, size, usable };
}

static void expect_regions(const struct mem_region *want, size_t n)
{
	const struct mem_region *regions;

	early_alloc_init(&map);
	EXPECT_EQ(early_regions(&regions), n);
	for (size_t i = 0; i < n; i++) {
		EXPECT_EQ(regions[i].pa, want[i].pa);
		EXPECT_EQ(regions[i].size, want[i].size);
	}
}

TEST(usual, "early_alloc: memory below and above 4 GiB, without the first MiB and the image")
{
	static const struct mem_region want[] = { { MIB, MIB },
						  { 0x280000, 3 * GIB - 0x280000 },
						  { 4 * GIB, GIB } };

	add(0, 640 << 10, true);
	add(0xf0000, 0x10000, false);
	add(MIB, 3 * GIB - MIB, true);
	add(4 * GIB, GIB, true);
	expect_regions(want, 3);
	EXPECT_EQ(early_total(), 4 * GIB - MIB - 0x80000);
}

TEST(odd,
     "early_alloc: unsorted, overlapping, unaligned and empty ranges; what is claimed is not used")
{
	static const struct mem_region want[] = {
		{ 16 * MIB, 4 * MIB },
		{ 20 * MIB, 4 * MIB },
		{ 25 * MIB, 7 * MIB },
		{ 40 * MIB + 0x1000, 0x3000 },
	};

	add(40 * MIB + 1, 0x3fff, true);
	add(18 * MIB, 14 * MIB, true);
	add(24 * MIB + 5, MIB - 5, false);
	add(16 * MIB, 4 * MIB, true); /* overlaps, and is usable as well */
	add(50 * MIB, 0, true);
	add(60 * MIB + 1, 0x1000, true); /* no whole page */
	expect_regions(want, 4);
}

TEST(far_above, "early_alloc: what lies above PHYS_LIMIT is cut off, and counted")
{
	static const struct mem_region want[] = { { PHYS_LIMIT - GIB, GIB } };

	add(PHYS_LIMIT - GIB, 2 * GIB, true);
	add(PHYS_LIMIT + GIB, GIB, true);
	add(4UL << 50, GIB, true);
	expect_regions(want, 1);
	EXPECT_EQ(early_unreached(), 3 * GIB);
}

TEST(to_the_end, "early_alloc: a claim up to the last byte, or beyond, is one")
{
	static const struct mem_region want[] = { { 16 * MIB, 16 * MIB } };

	add(16 * MIB, GIB, true);
	bootinfo_add_range(&map, 32 * MIB, UINT64_MAX, false);
	expect_regions(want, 1);
}

TEST(last_page, "early_alloc: a claim of a part of the last page claims nothing else")
{
	static const struct mem_region want[] = { { 16 * MIB, GIB } };

	add(16 * MIB, GIB, true);
	bootinfo_add_range(&map, UINT64_MAX - 0x800, 0x400, true);
	bootinfo_add_range(&map, UINT64_MAX - 0x800, 0x400, false);
	expect_regions(want, 1);
	EXPECT_EQ(early_unreached(), 0x400);
}

TEST(across, "early_alloc: tables come from below 4 GiB, of a region that goes on above, too")
{
	add(16 * MIB, MIB, true);
	add(64 * MIB, 8 * GIB, true);
	early_alloc_init(&map);
	EXPECT_EQ(source->pa, 64 * MIB);
	EXPECT_EQ(early_size(source), 4 * GIB - 64 * MIB);
}

TEST(barely_across, "early_alloc: no table lies above 4 GiB")
{
	add(4 * GIB - 2 * PAGE_SIZE, GIB, true);
	early_alloc_init(&map);
	EXPECT_EQ(early_size(source), 2 * PAGE_SIZE);
}
