/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/objects/vma.c: VMAs stay sorted and apart, and a split leaves both halves mapping
 * what they mapped, seen from the mm and from the file.
 */
#include <kernel/lib/errno.h>
#include <kernel/lib/random.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/vma.h>
#include <kernel/mm/tables/mm_types.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x100000UL + (page)*PAGE_SIZE)

static struct mm *mm;
static struct file *file;

static void start(size_t frames)
{
	mmu_start(1);
	host_frames(frames);
	mm = mm_create();
	file = file_create(64);
	EXPECT(mm && file);
}

static struct vma *insert(unsigned int from, unsigned int to, struct file *of, uint64_t pgoff)
{
	struct vma like = {
		.start = AT(from),
		.end = AT(to),
		.flags = VM_READ,
		.file = of,
		.pgoff = pgoff,
	};

	return vma_insert(mm, &like);
}

/* How many VMAs map page @index of the file at @va, and how many at all. */
static unsigned int mapped_at(uint64_t index, uintptr_t va, unsigned int *all)
{
	struct area_link *link;
	unsigned int n = 0;

	*all = 0;
	list_for_each_entry (link, &file->areas.links, list) {
		uintptr_t at = vma_address(link->vma, index);

		*all += at != 0;
		n += at == va;
	}
	return n;
}

TEST(find, "vma: an area is found at its first and last byte, and not beyond")
{
	struct vma *low, *high;

	start(64);
	high = insert(10, 12, NULL, 0);
	low = insert(2, 5, NULL, 0);
	EXPECT(low && high);
	EXPECT(vma_find(mm, AT(2)) == low && vma_find(mm, AT(5) - 1) == low);
	EXPECT(!vma_find(mm, AT(2) - 1) && !vma_find(mm, AT(5)));
	EXPECT(vma_first_after(mm, 0) == low && vma_first_after(mm, AT(5)) == high);
	EXPECT(!vma_first_after(mm, AT(12)) && !vma_find(mm, UINTPTR_MAX));
	EXPECT(vma_next(low) == high && !vma_next(high));
	EXPECT(vma_prev(high) == low && !vma_prev(low));
}

TEST(sorted, "vma: areas stay sorted, in whatever order they come")
{
	static const unsigned int order[] = { 5, 1, 9, 3, 7, 0, 8, 2, 6, 4 };
	struct vma *vma;
	unsigned int n = 0;

	start(64);
	for (unsigned int i = 0; i < 10; i++)
		EXPECT(insert(order[i], order[i] + 1, NULL, 0));
	for_each_vma (vma, mm, 0, UINTPTR_MAX)
		EXPECT_EQ(vma->start, AT(n++));
	EXPECT_EQ(n, 10);
	n = 0;
	for_each_vma (vma, mm, AT(3), AT(6) + 1)
		n++;
	EXPECT_EQ(n, 4);
	EXPECT_PANIC(insert(4, 5, NULL, 0), "after->start < like->end");
}

TEST(split_anonymous, "vma: a split makes two neighbours of one, that keep flags and LUF tick")
{
	struct vma *low, *high;

	start(64);
	low = insert(2, 8, NULL, 0);
	low->luf_ugen = 77;
	EXPECT_EQ(vma_split(low, AT(5)), 0);
	high = vma_next(low);
	EXPECT(high && low->start == AT(2) && low->end == AT(5));
	EXPECT(high->start == AT(5) && high->end == AT(8));
	EXPECT(high->mm == mm && high->flags == VM_READ && high->luf_ugen == 77);
	EXPECT(!high->file_link.areas && !low->file_link.areas);
	EXPECT_PANIC(vma_split(low, AT(2)), "BUG at");
	EXPECT_PANIC(vma_split(low, AT(5)), "BUG at");
}

TEST(split_file, "vma: after splits of a file's area each page is mapped once, where it was")
{
	struct random random = random_seeded(19, 0);
	unsigned int all;

	start(64);
	EXPECT(insert(2, 42, file, 7));
	for (unsigned int i = 0; i < 60; i++) {
		uintptr_t va = AT(2 + random_below(&random, 40));
		struct vma *vma = vma_find(mm, va);

		if (vma->start < va)
			EXPECT_EQ(vma_split(vma, va), 0);
	}
	for (uint64_t index = 0; index < 64; index++) {
		bool inside = index >= 7 && index < 47;

		EXPECT_EQ(mapped_at(index, AT(2 + index - 7), &all), inside);
		EXPECT_EQ(all, inside);
	}
}

TEST(address, "vma: the first and the last page of an area have addresses, and no other")
{
	struct vma *vma;

	start(64);
	vma = insert(3, 6, file, 10);
	EXPECT_EQ(vma_address(vma, 9), 0);
	EXPECT_EQ(vma_address(vma, 10), AT(3));
	EXPECT_EQ(vma_address(vma, 12), AT(5));
	EXPECT_EQ(vma_address(vma, 13), 0);
	EXPECT_EQ(vma_address(vma, UINT64_MAX), 0);
}

TEST(unlink, "vma: an unlinked area is not seen from its file; one that is seen must not be freed")
{
	struct vma *vma, *other;
	unsigned int all;

	start(64);
	vma = insert(0, 4, file, 0);
	other = insert(4, 8, file, 0);
	EXPECT_EQ(mapped_at(0, AT(0), &all), 1);
	EXPECT_EQ(all, 2);
	EXPECT_PANIC(vma_free(vma), "link.areas");
	vma_unlink_rmap(vma);
	EXPECT_EQ(mapped_at(0, AT(4), &all), 1);
	EXPECT_EQ(all, 1);
	vma_free(vma);
	EXPECT(vma_first_after(mm, 0) == other);
}

TEST(exhausted, "vma: without memory an insertion gives NULL and a split -ENOMEM, changing nothing")
{
	struct vma *vma, *last = NULL;
	unsigned int n = 0;
	unsigned int all;

	start(7);
	vma = insert(0, 2, file, 0);
	while (page_nr_free())
		(void)page_alloc(PAGE_KERNEL);
	while ((last = insert(10 + n, 11 + n, NULL, 0)))
		n++;
	EXPECT_EQ(vma_split(vma, AT(1)), -ENOMEM);
	EXPECT(vma->end == AT(2) && mapped_at(1, AT(1), &all) == 1 && all == 1);
	EXPECT(!last && n > 0);
	EXPECT(do_munmap(mm, AT(1), PAGE_SIZE) == -ENOMEM);
	EXPECT(do_mprotect(mm, AT(1), PAGE_SIZE, VM_READ) == -ENOMEM);
	EXPECT(vma_find(mm, AT(1)) == vma);
}
