/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The whole memory manager on simulated CPUs, one call after another: what user
 * accesses see, what the device gets, and that every frame comes back.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/frames/stamp.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define RW	 (VM_READ | VM_WRITE)

static struct mm *mm;
static struct file *file;

static void start(size_t frames)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(2);
	host_frames(frames);
	mm = mm_create();
	file = file_create(8);
	EXPECT(mm && file);
	mm_use(mm);
}

static void map(unsigned int page, unsigned int flags, struct file *of, uint64_t index)
{
	EXPECT_EQ(do_mmap(mm, AT(page), PAGE_SIZE, flags, of, index), 0);
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

static void write_word(uint64_t index, uint64_t word)
{
	EXPECT_EQ(file_write(file, index * PAGE_SIZE, &word, sizeof(word)), 0);
}

static uint64_t device_word(uint64_t index)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	EXPECT_EQ(blkdev_read(file->first_block + index, block), 0);
	return block[0];
}

TEST(anonymous, "mm: anonymous memory begins with its stamp, keeps stores, and goes with munmap")
{
	start(256);
	map(0, RW, NULL, 0);
	EXPECT_EQ(loaded(0), stamp_make(STAMP_ANON, mm->id, (unsigned int)(AT(0) >> 12), 1));
	EXPECT(user_store(AT(0), 5));
	EXPECT_EQ(loaded(0), 5);
	EXPECT(faults(1));
	EXPECT_EQ(do_munmap(mm, AT(0), PAGE_SIZE), 0);
	EXPECT(faults(0));
	map(0, RW, NULL, 0);
	EXPECT(loaded(0) != 5);
}

TEST(shared, "mm: a shared mapping and the file are one content; the device has it after a sync")
{
	uint64_t word;

	start(256);
	write_word(2, 22);
	map(0, RW | VM_SHARED, file, 2);
	map(5, VM_READ | VM_SHARED, file, 2);
	EXPECT_EQ(loaded(0), 22);
	EXPECT_EQ(loaded(5), 22);
	EXPECT(user_store(AT(0), 23));
	EXPECT_EQ(loaded(5), 23);
	EXPECT_EQ(file_read(file, 2 * PAGE_SIZE, &word, 8), 0);
	EXPECT_EQ(word, 23);
	EXPECT_EQ(device_word(2), 0);
	EXPECT_EQ(file_sync(file), 0);
	EXPECT_EQ(device_word(2), 23);
	EXPECT(user_store(AT(0), 24));
	EXPECT_EQ(device_word(2), 23);
	EXPECT_EQ(file_sync(file), 0);
	EXPECT_EQ(device_word(2), 24);
}

TEST(private, "mm: a private mapping follows the file until it is stored to")
{
	start(256);
	write_word(1, 10);
	map(0, RW, file, 1);
	EXPECT_EQ(loaded(0), 10);
	write_word(1, 11);
	EXPECT_EQ(loaded(0), 11);
	EXPECT(user_store(AT(0), 12));
	write_word(1, 13);
	EXPECT_EQ(loaded(0), 12);
	map(1, RW, file, 1);
	EXPECT(user_store(AT(1), 14));
	EXPECT_EQ(loaded(0), 12);
	EXPECT_EQ(file_sync(file), 0);
	EXPECT_EQ(device_word(1), 13);
}

TEST(rights, "mm: accesses that an area does not allow fault, and mprotect changes what it allows")
{
	uint64_t word;

	start(256);
	map(0, VM_READ, NULL, 0);
	EXPECT(!user_store(AT(0), 1));
	EXPECT(!user_exec(AT(0), &word));
	EXPECT(loaded(0));
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, RW | VM_EXEC), 0);
	EXPECT(user_store(AT(0), 1));
	EXPECT(user_exec(AT(0), &word) && word == 1);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, 0), 0);
	EXPECT(faults(0) && !user_store(AT(0), 2));
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, RW), 0);
	EXPECT_EQ(loaded(0), 1);
	EXPECT(user_store(AT(0), 2));
	EXPECT(!user_exec(AT(0), &word));
}

TEST(invalid, "mm: ranges that are odd, empty, too long or not user's are refused")
{
	start(256);
	EXPECT_EQ(do_mmap(mm, AT(0) + 1, PAGE_SIZE, RW, NULL, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, AT(0), PAGE_SIZE - 1, RW, NULL, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, AT(0), 0, RW, NULL, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, USER_VA_END, PAGE_SIZE, RW, NULL, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, USER_VA_END - PAGE_SIZE, 2 * PAGE_SIZE, RW, NULL, 0), -EINVAL);
	EXPECT_EQ(do_munmap(mm, PAGE_SIZE, USER_VA_END), -EINVAL);
	EXPECT_EQ(do_munmap(mm, UINTPTR_MAX & PAGE_MASK, PAGE_SIZE), -EINVAL);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, VM_SHARED), -EINVAL);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, RW), -ENOMEM);
	EXPECT_EQ(do_munmap(mm, 0, USER_VA_END), 0);
	EXPECT_EQ(do_mmap(mm, USER_VA_END - PAGE_SIZE, PAGE_SIZE, RW, NULL, 0), 0);
	EXPECT(user_store(USER_VA_END - 8, 3));
	EXPECT_EQ(handle_mm_fault(mm, USER_VA_END, 0), -EFAULT);
	EXPECT_EQ(handle_mm_fault(mm, UINTPTR_MAX, FAULT_WRITE), -EFAULT);
}

TEST(holes, "mm: mprotect over a hole fails, and changes nothing")
{
	start(256);
	map(0, RW, NULL, 0);
	map(2, RW, NULL, 0);
	EXPECT_EQ(do_mprotect(mm, AT(0), 3 * PAGE_SIZE, VM_READ), -ENOMEM);
	EXPECT(user_store(AT(0), 1) && user_store(AT(2), 1));
	EXPECT_EQ(do_munmap(mm, AT(0), 3 * PAGE_SIZE), 0);
	EXPECT(faults(0) && faults(2));
}

TEST(pieces, "mm: a hole in the middle of an area leaves both ends, with their contents")
{
	start(256);
	EXPECT_EQ(do_mmap(mm, AT(0), 5 * PAGE_SIZE, RW, NULL, 0), 0);
	for (unsigned int page = 0; page < 5; page++)
		EXPECT(user_store(AT(page), 100 + page));
	EXPECT_EQ(do_munmap(mm, AT(2), PAGE_SIZE), 0);
	EXPECT_EQ(do_mprotect(mm, AT(1), PAGE_SIZE, VM_READ), 0);
	EXPECT(faults(2));
	EXPECT(!user_store(AT(1), 0));
	EXPECT_EQ(loaded(0), 100);
	EXPECT_EQ(loaded(1), 101);
	EXPECT(user_store(AT(3), 0) && loaded(4) == 104);
}

TEST(end_of_file, "mm: a page beyond the file's end faults, and is neither read nor written")
{
	uint64_t word = 1;

	start(256);
	map(0, RW | VM_SHARED, file, 8);
	map(1, RW, file, 8);
	EXPECT(faults(0) && !user_store(AT(0), 1));
	EXPECT(faults(1) && !user_store(AT(1), 1));
	EXPECT_EQ(file_write(file, 8 * PAGE_SIZE, &word, 8), -EFBIG);
	EXPECT_EQ(file_write(file, 8 * PAGE_SIZE - 8, &word, 8), 0);
	EXPECT_EQ(file_read(file, 8 * PAGE_SIZE - 4, &word, 8), -EFBIG);
}

TEST(across_pages, "mm: read and write of odd lengths at odd places cross pages")
{
	static unsigned char wrote[2 * PAGE_SIZE], got[2 * PAGE_SIZE];

	start(256);
	for (size_t i = 0; i < sizeof(wrote); i++)
		wrote[i] = (unsigned char)(i * 7);
	EXPECT_EQ(file_write(file, PAGE_SIZE - 3, wrote, PAGE_SIZE + 9), 0);
	EXPECT_EQ(file_read(file, PAGE_SIZE - 3, got, PAGE_SIZE + 9), 0);
	for (size_t i = 0; i < PAGE_SIZE + 9; i++)
		EXPECT_EQ(got[i], wrote[i]);
	EXPECT_EQ(file_read(file, PAGE_SIZE - 4, got, 1), 0);
	EXPECT_EQ(got[0], 0);
}

TEST(device_full,
     "mm: no file is made once the device is full, and none of its blocks is another's")
{
	struct file *files[4];

	start(256);
	EXPECT_EQ(blkdev_reserve(BLKDEV_BLOCKS), -ENOSPC);
	EXPECT(blkdev_reserve(BLKDEV_BLOCKS - 8 - 10) == 8);
	files[0] = file_create(5);
	files[1] = file_create(5);
	EXPECT(files[0] && files[1]);
	EXPECT_EQ(files[1]->first_block, files[0]->first_block + 5);
	EXPECT(!file_create(1));
	EXPECT_EQ(blkdev_write(BLKDEV_BLOCKS, files), -EIO);
	EXPECT_EQ(blkdev_read(UINT64_MAX, files), -EIO);
}

/* Every kind of page and way out of memory, once. */
static void busy_life(const struct flush_policy *policy)
{
	flush_policy_choose(policy);
	mm = mm_create();
	EXPECT(mm);
	mm_use(mm);
	EXPECT_EQ(do_mmap(mm, AT(0), 8 * PAGE_SIZE, RW | VM_SHARED, file, 0), 0);
	EXPECT_EQ(do_mmap(mm, AT(600), 8 * PAGE_SIZE, RW, file, 0), 0);
	EXPECT_EQ(do_mmap(mm, AT(1 << 18), 50 * PAGE_SIZE, RW, NULL, 0), 0);
	for (unsigned int page = 0; page < 8; page++) {
		(void)loaded(page);
		EXPECT(user_store(AT(page / 2), page) && user_store(AT(600 + page / 3), page));
		(void)loaded(600 + page);
	}
	for (unsigned int page = 0; page < 50; page++)
		EXPECT(user_store(AT((1 << 18) + page), page));
	(void)reclaim_file_pages(file, 0, 4);
	(void)reclaim_pages(3);
	EXPECT_EQ(do_mprotect(mm, AT(602), 3 * PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_munmap(mm, AT(3), 2 * PAGE_SIZE), 0);
	EXPECT_EQ(do_munmap(mm, AT((1 << 18) + 7), 30 * PAGE_SIZE), 0);
	(void)reclaim_pages(RECLAIM_BATCH);
	mm_destroy(mm);
	EXPECT_EQ(file_sync(file), 0);
	file_drop_cache(file);
}

/* More than a gather's own array and two frames of its batches have room for. */
#define MANY_PAGES 1200

/* What lies behind a batch is its neighbour's, which may be anybody's. */
static void expect_neighbour_keeps(struct page *neighbour)
{
	const uint64_t *words = page_va(neighbour);

	for (size_t i = 0; i < PAGE_SIZE / sizeof(uint64_t); i++)
		EXPECT_EQ(words[i], 0);
	page_put(neighbour);
}

TEST(gathered, "mm: munmap of more pages than a batch holds stores nowhere but in it")
{
	struct page *neighbours[8];
	struct page *freed[8];
	size_t before;

	start(2048);
	EXPECT_EQ(do_mmap(mm, AT(0), MANY_PAGES * PAGE_SIZE, RW, NULL, 0), 0);
	before = page_nr_free();
	for (unsigned int i = 0; i < MANY_PAGES; i++)
		EXPECT_EQ(handle_mm_fault(mm, AT(i), FAULT_WRITE), 0);
	/* The batches take what is freed last: every other frame, so each has a neighbour. */
	for (unsigned int i = 0; i < 8; i++) {
		freed[i] = page_alloc_zeroed(PAGE_KERNEL);
		neighbours[i] = page_alloc_zeroed(PAGE_KERNEL);
	}
	for (unsigned int i = 0; i < 8; i++)
		page_put(freed[i]);
	EXPECT_EQ(do_munmap(mm, AT(0), MANY_PAGES * PAGE_SIZE), 0);
	for (unsigned int i = 0; i < 8; i++)
		expect_neighbour_keeps(neighbours[i]);
	EXPECT(page_nr_free() >= before);
}

TEST(no_leak, "mm: after a busy life every frame is free again, under every policy")
{
	size_t free_frames;

	start(512);
	mm_destroy(mm);
	for (unsigned int i = 0; i < nr_flush_policies; i++)
		busy_life(flush_policies[i]);
	free_frames = page_nr_free();
	for (unsigned int i = 0; i < 10 * nr_flush_policies; i++)
		busy_life(flush_policies[i % nr_flush_policies]);
	EXPECT_EQ(page_nr_free(), free_frames);
	EXPECT(mm_current() == NULL);
}

TEST(reclaimed, "mm: a reclaimed page is read in again, with what was stored to it")
{
	for (unsigned int i = 0; i < 3; i++) {
		if (!unit_fork()) {
			EXPECT_EQ(unit_wait(), 0);
			continue;
		}
		start(256);
		flush_policy_choose(flush_policies[i]);
		write_word(3, 7);
		map(0, RW | VM_SHARED, file, 3);
		map(1, VM_READ, file, 3);
		EXPECT(user_store(AT(0), 8) && loaded(1) == 8);
		EXPECT_EQ(reclaim_file_pages(file, 3, 1), 1);
		EXPECT(!file_find_page(file, 3));
		EXPECT_EQ(device_word(3), 8);
		EXPECT_EQ(loaded(0), 8);
		EXPECT_EQ(loaded(1), 8);
		unit_exit(0);
	}
}

TEST(second_chance, "mm: reclaim takes pages that were not used of late before those that were")
{
	start(256);
	for (unsigned int page = 0; page < 4; page++) {
		map(page, VM_READ | VM_SHARED, file, page);
		(void)loaded(page);
	}
	for (unsigned int page = 0; page < 4; page++) {
		struct page *cached = file_find_page(file, page);

		EXPECT(cached && cached->mapcount == 1 && cached->refcount == 3);
		page_put(cached);
	}
	EXPECT_EQ(reclaim_pages(1), 1);
	EXPECT_EQ(reclaim_pages(100), 3);
	EXPECT_EQ(reclaim_pages(100), 0);
}

TEST(pressure, "mm: when memory is out a fault reclaims, and nothing is lost")
{
	start(80);
	for (uint64_t index = 0; index < 8; index++)
		write_word(index, 200 + index);
	EXPECT_EQ(file_sync(file), 0);
	EXPECT_EQ(do_mmap(mm, AT(0), 8 * PAGE_SIZE, VM_READ | VM_SHARED, file, 0), 0);
	EXPECT_EQ(do_mmap(mm, AT(100), 100 * PAGE_SIZE, RW, NULL, 0), 0);
	for (unsigned int page = 0; page < 8; page++)
		EXPECT_EQ(loaded(page), 200 + page);
	for (unsigned int page = 100; page_nr_free() > 1; page++)
		EXPECT(user_store(AT(page), page));
	for (unsigned int round = 0; round < 5; round++) {
		for (unsigned int page = 0; page < 8; page++)
			EXPECT_EQ(loaded(page), 200 + page);
	}
}

TEST(out_of_memory, "mm: when nothing can be reclaimed either, the access faults, politely")
{
	unsigned int page = 0;

	start(40);
	EXPECT_EQ(do_mmap(mm, AT(0), 100 * PAGE_SIZE, RW, NULL, 0), 0);
	while (user_store(AT(page), page))
		page++;
	EXPECT(page > 10 && page < 40);
	EXPECT_EQ(page_nr_free(), 0);
	EXPECT_EQ(loaded(0), 0);
	EXPECT_EQ(do_munmap(mm, AT(0), PAGE_SIZE), 0);
	EXPECT(user_store(AT(page), page));
	EXPECT_EQ(loaded(page), page);
	EXPECT(!mm_create());
}
