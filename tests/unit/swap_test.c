/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Swapping anonymous memory out and in: slots are counted, errors lose nothing, and
 * everything comes back.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define RW	 (VM_READ | VM_WRITE)
#define SLOTS	 4

static struct mm *mm;

/* Pages 0 … @pages - 1 hold 100, 101, … */
static void start(size_t frames, unsigned int pages)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(2);
	host_frames(frames);
	EXPECT_EQ(swap_on(SLOTS), 0);
	mm = mm_create();
	EXPECT(mm);
	mm_use(mm);
	EXPECT_EQ(do_mmap(mm, AT(0), pages * PAGE_SIZE, RW, NULL, 0), 0);
	for (unsigned int page = 0; page < pages; page++)
		EXPECT(user_store(AT(page), 100 + page));
}

static uint64_t loaded(unsigned int page)
{
	uint64_t word = 0;

	EXPECT(user_load(AT(page), &word));
	return word;
}

static bool faults(unsigned int page)
{
	uint64_t word;

	return !user_load(AT(page), &word);
}

TEST(there_and_back, "swap: a page goes out and comes back, and its slot is free again")
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (!unit_fork()) {
			EXPECT_EQ(unit_wait(), 0);
			continue;
		}
		flush_policy_choose(flush_policies[i]);
		start(256, 3);
		EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 3), 3);
		EXPECT_EQ(swap_nr_used(), 3);
		EXPECT_EQ(loaded(0), 100);
		EXPECT(user_store(AT(1), 7));
		EXPECT_EQ(swap_nr_used(), 1);
		EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 2), 2);
		EXPECT_EQ(loaded(0), 100);
		EXPECT_EQ(loaded(1), 7);
		EXPECT_EQ(loaded(2), 102);
		EXPECT_EQ(swap_nr_used(), 0);
		EXPECT(user_store(AT(2), 8) && loaded(2) == 8);
		unit_exit(0);
	}
}

TEST(no_swap, "swap: without it, or twice, or beyond the device: errors")
{
	host_frames(256);
	EXPECT_EQ(blkdev_reserve(BLKDEV_BLOCKS - 2), 0);
	EXPECT_EQ(swap_nr_used(), 0);
	EXPECT_EQ(swap_on(3), -ENOSPC);
	EXPECT_EQ(swap_on(2), 0);
	EXPECT_EQ(swap_on(1), -EBUSY);
}

TEST(full, "swap: when no slot is free, pages stay, and nothing is lost")
{
	start(256, 6);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 6), SLOTS);
	EXPECT_EQ(swap_nr_used(), SLOTS);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 6), 0);
	for (unsigned int page = 0; page < 6; page++)
		EXPECT_EQ(loaded(page), 100 + page);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(4), 2), 2);
}

TEST(rights, "swap: a page comes back with the rights that its area has by then")
{
	start(256, 2);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 2), 2);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(mm, AT(1), PAGE_SIZE, 0), 0);
	EXPECT(!user_store(AT(0), 1));
	EXPECT_EQ(loaded(0), 100);
	EXPECT(!user_store(AT(0), 1));
	EXPECT(faults(1));
	EXPECT_EQ(swap_nr_used(), 1);
	EXPECT_EQ(do_mprotect(mm, AT(0), 2 * PAGE_SIZE, RW), 0);
	EXPECT(user_store(AT(0), 1) && loaded(1) == 101);
}

TEST(protected, "swap: a page that nobody may touch can go, and waits")
{
	start(256, 1);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, 0), 0);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	EXPECT(faults(0));
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(loaded(0), 100);
}

TEST(zapped, "swap: munmap gives slots back, and a new page is not the old one")
{
	start(256, 3);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 3), 3);
	EXPECT_EQ(do_munmap(mm, AT(1), PAGE_SIZE), 0);
	EXPECT_EQ(swap_nr_used(), 2);
	EXPECT_EQ(do_mmap(mm, AT(1), PAGE_SIZE, RW, NULL, 0), 0);
	EXPECT(loaded(1) != 101);
	EXPECT_EQ(loaded(0), 100);
	mm_destroy(mm);
	EXPECT_EQ(swap_nr_used(), 0);
}

TEST(private, "swap: a private copy of a file's page goes to swap, not to the file")
{
	uint64_t word = 5;
	struct file *file;

	start(256, 1);
	file = file_create(1);
	EXPECT(file);
	EXPECT_EQ(file_write(file, 0, &word, sizeof(word)), 0);
	EXPECT_EQ(do_mmap(mm, AT(8), PAGE_SIZE, RW, file, 0), 0);
	EXPECT(user_store(AT(8), 6));
	EXPECT_EQ(reclaim_anon_pages(mm, AT(8), 1), 1);
	EXPECT_EQ(loaded(8), 6);
	EXPECT_EQ(file_read(file, 0, &word, sizeof(word)), 0);
	EXPECT_EQ(word, 5);
}

TEST(write_fails, "swap: when the device refuses a page, it stays where faults find it")
{
	start(256, 2);
	blkdev_fail(BLKDEV_WRITE, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 0);
	EXPECT_EQ(swap_nr_used(), 1);
	EXPECT_EQ(loaded(0), 100);
	EXPECT_EQ(swap_nr_used(), 0);
	blkdev_fail(BLKDEV_WRITE, 2);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 2), 1);
	EXPECT(user_store(AT(0), 1) && user_store(AT(1), 2));
	EXPECT(loaded(0) == 1 && loaded(1) == 2);
	EXPECT_EQ(swap_nr_used(), 0);
}

TEST(refused_then_taken, "swap: a page that the device refused goes at the next try")
{
	size_t free_frames;

	start(256, 1);
	free_frames = page_nr_free();
	blkdev_fail(BLKDEV_WRITE, 1);
	EXPECT_EQ(reclaim_pages(1), 0);
	EXPECT_EQ(swap_nr_used(), 1);
	EXPECT_EQ(reclaim_pages(1), 1);
	EXPECT_EQ(page_nr_free(), free_frames + 1);
	EXPECT_EQ(loaded(0), 100);
}

TEST(refused_then_zapped, "swap: munmap of a page that the device refused frees it")
{
	size_t free_frames;

	start(256, 1);
	free_frames = page_nr_free();
	blkdev_fail(BLKDEV_WRITE, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 0);
	EXPECT_EQ(do_munmap(mm, AT(0), PAGE_SIZE), 0);
	EXPECT_EQ(swap_nr_used(), 0);
	EXPECT(page_nr_free() > free_frames);
	EXPECT_EQ(reclaim_pages(1), 0);
}

TEST(read_fails,
     "swap: when the device cannot read a slot, the access faults, and a later one need not")
{
	size_t free_frames;

	start(256, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	free_frames = page_nr_free();
	blkdev_fail(BLKDEV_READ, 1);
	EXPECT(faults(0));
	EXPECT_EQ(page_nr_free(), free_frames);
	EXPECT_EQ(swap_nr_used(), 1);
	EXPECT_EQ(loaded(0), 100);
}

TEST(busy, "swap: a page that somebody holds stays")
{
	struct page *page;

	start(256, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	EXPECT_EQ(swap_get_page(1, OWNER_KERNEL, &page), 0);
	page_unlock(page);
	EXPECT_EQ(loaded(0), 100);
	EXPECT_EQ(page->mapcount, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 0);
	EXPECT_EQ(swap_nr_used(), 0);
	page_put(page);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
}

TEST(pressure, "swap: more memory than there are frames: old pages go out, and all are there")
{
	unsigned int pages = 0;

	start(60, 1);
	EXPECT_EQ(do_mmap(mm, AT(0), 100 * PAGE_SIZE, RW, NULL, 0), 0);
	while (user_store(AT(pages), 1000 + pages))
		pages++;
	EXPECT_EQ(swap_nr_used(), SLOTS);
	/* Free one frame, which swapping in needs. */
	EXPECT_EQ(do_munmap(mm, AT(--pages), PAGE_SIZE), 0);
	for (unsigned int round = 0; round < 3; round++) {
		for (unsigned int page = 0; page < pages; page++)
			EXPECT_EQ(loaded(page), 1000 + page);
	}
	EXPECT_EQ(do_munmap(mm, AT(0), 100 * PAGE_SIZE), 0);
	EXPECT_EQ(swap_nr_used(), 0);
}
