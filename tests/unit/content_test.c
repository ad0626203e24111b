/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Content that changes with no store through a mapping, one call after another:
 * truncation, invalidation, a server's file.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/remote.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/unit.h>
#include <tests/unit/content.h>

TEST(shrink, "truncate: what is cut off faults, reads fail there, and its frames are free")
{
	size_t free;
	uint64_t word;

	content_start();
	content_map(0, RW | VM_SHARED, 0, CONTENT_PAGES);
	for (unsigned int page = 0; page < CONTENT_PAGES; page++)
		EXPECT_EQ(content_at(page), page + 1);
	EXPECT(user_store(CONTENT_AT(7), 70));
	free = page_nr_free();
	EXPECT_EQ(file_truncate(content_file, 3), 0);
	EXPECT_EQ(page_nr_free(), free + 5);
	EXPECT_EQ(content_at(2), 3);
	EXPECT(content_faults(3) && content_faults(7) && !user_store(CONTENT_AT(7), 1));
	EXPECT_EQ(file_read(content_file, 3 * PAGE_SIZE, &word, 8), -EFBIG);
	EXPECT_EQ(file_write(content_file, 3 * PAGE_SIZE, &word, 8), -EFBIG);
	EXPECT_EQ(file_truncate(content_file, 0), 0);
	EXPECT(content_faults(0));
}

TEST(grow, "truncate: what grows back is zero, dirty or not before, and in private copies too")
{
	content_start();
	content_map(0, RW | VM_SHARED, 0, CONTENT_PAGES);
	content_map(20, RW, 0, CONTENT_PAGES);
	EXPECT(user_store(CONTENT_AT(5), 50));
	EXPECT(user_store(CONTENT_AT(26), 60));
	EXPECT_EQ(content_at(26), 60);
	EXPECT_EQ(file_truncate(content_file, 5), 0);
	EXPECT_EQ(file_truncate(content_file, CONTENT_PAGES), 0);
	EXPECT_EQ(content_at(5), 0);
	EXPECT_EQ(content_at(25), 0);
	EXPECT_EQ(content_at(26), 0);
	EXPECT_EQ(content_at(4), 5);
	EXPECT_EQ(content_of_device(5), 0);
	EXPECT(user_store(CONTENT_AT(5), 51));
	EXPECT_EQ(content_at(25), 51);
	EXPECT_EQ(file_truncate(content_file, CONTENT_PAGES + 1), -EFBIG);
}

TEST(shrink_clipped, "truncate: what lies beside an area of the file stays")
{
	content_start();
	content_map(2, RW | VM_SHARED, 4, 2);
	EXPECT_EQ(do_mmap(content_mm, CONTENT_AT(0), 2 * PAGE_SIZE, RW, NULL, 0), 0);
	EXPECT_EQ(do_mmap(content_mm, CONTENT_AT(4), 2 * PAGE_SIZE, RW, NULL, 0), 0);
	for (unsigned int page = 0; page < 6; page++)
		EXPECT(user_store(CONTENT_AT(page), 10 * page + 1));
	EXPECT_EQ(file_truncate(content_file, 2), 0);
	EXPECT(content_faults(2) && content_faults(3));
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(content_at(1), 11);
	EXPECT_EQ(content_at(4), 41);
	EXPECT_EQ(content_at(5), 51);
}

TEST(shrink_held, "truncate: a page that somebody holds leaves the cache all the same")
{
	struct page *page;

	content_start();
	page = file_find_page(content_file, 7);
	EXPECT(page && page->file == content_file);
	EXPECT_EQ(file_truncate(content_file, 7), 0);
	EXPECT(!page->file && page->refcount == 1);
	EXPECT_EQ(file_truncate(content_file, 8), 0);
	EXPECT(!file_find_page(content_file, 7));
	page_put(page);
	EXPECT_EQ(reclaim_pages(32), 7);
}

TEST(invalidate, "invalidate: the device is read anew; a dirty page is written first")
{
	content_start();
	content_map(0, RW | VM_SHARED, 0, CONTENT_PAGES);
	EXPECT_EQ(content_at(0), 1);
	content_change_device(0, 100);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(file_invalidate(content_file, 0, 2), 0);
	EXPECT_EQ(content_at(0), 100);
	EXPECT_EQ(content_at(1), 2);
	EXPECT(user_store(CONTENT_AT(2), 30));
	EXPECT_EQ(file_invalidate(content_file, 0, CONTENT_PAGES), 0);
	EXPECT_EQ(content_of_device(2), 30);
	EXPECT_EQ(content_at(2), 30);
	EXPECT_EQ(reclaim_pages(32), 1);
}

TEST(invalidate_unwritten, "invalidate: what the device does not take stays, and is written later")
{
	content_start();
	content_map(0, RW | VM_SHARED, 0, CONTENT_PAGES);
	EXPECT(user_store(CONTENT_AT(2), 30));
	blkdev_fail(BLKDEV_WRITE, 1);
	EXPECT_EQ(file_invalidate(content_file, 1, 3), -EIO);
	blkdev_fail(BLKDEV_WRITE, 0);
	EXPECT_EQ(content_at(2), 30);
	EXPECT_EQ(file_sync(content_file), 0);
	EXPECT_EQ(content_of_device(2), 30);
}

TEST(invalidate_deferred, "invalidate: a deferred flush of the file is settled, cached or not")
{
	content_start();
	content_map(0, VM_READ | VM_SHARED, 0, CONTENT_PAGES);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(reclaim_file_pages(content_file, 0, 1), 1);
	EXPECT(luf_pending(&content_file->luf));
	content_change_device(0, 100);
	EXPECT_EQ(file_invalidate(content_file, 0, 1), 0);
	EXPECT(!luf_pending(&content_file->luf));
	EXPECT_EQ(content_at(0), 100);
}

static uint64_t read_word(uint64_t index)
{
	uint64_t word = 0;

	EXPECT_EQ(file_read(content_file, index * PAGE_SIZE, &word, sizeof(word)), 0);
	return word;
}

TEST(remote, "remote: the lock, the server's call and a refill each end what was seen before")
{
	uint64_t block[PAGE_SIZE / sizeof(uint64_t)] = { 100 };
	struct remote remote;

	content_start();
	EXPECT_EQ(file_invalidate(content_file, 0, CONTENT_PAGES), 0);
	remote_attach(&remote, content_file);
	content_map(0, RW | VM_SHARED, 0, CONTENT_PAGES);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(remote_update(&remote, 0, block), 0);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(remote_lock(&remote), 0);
	EXPECT_EQ(content_at(0), 100);
	EXPECT(user_store(CONTENT_AT(1), 20));
	EXPECT_EQ(remote_unlock(&remote), 0);
	EXPECT_EQ(content_of_device(1), 20);
	block[0] = 101;
	EXPECT_EQ(remote_update(&remote, 0, block), 0);
	EXPECT_EQ(remote_callback(&remote, 0), 0);
	EXPECT_EQ(content_at(0), 101);
	EXPECT_EQ(reclaim_file_pages(content_file, 0, 1), 1);
	EXPECT(luf_pending(&content_file->luf));
	EXPECT_EQ(content_at(2), 3); /* another page */
	EXPECT(luf_pending(&content_file->luf));
	block[0] = 102;
	EXPECT_EQ(remote_update(&remote, 0, block), 0);
	EXPECT_EQ(read_word(0), 102);
	EXPECT(!luf_pending(&content_file->luf));
	remote_detach(&remote);
	EXPECT(!content_file->remote);
}

TEST(refill,
     "refill: with the same bytes nothing is flushed, unless luf_refill=flush; with others it is")
{
	content_start();
	content_map(0, VM_READ | VM_SHARED, 0, CONTENT_PAGES);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(reclaim_file_pages(content_file, 0, 1), 1);
	EXPECT_EQ(read_word(0), 1);
	EXPECT(luf_pending(&content_file->luf));
	EXPECT_EQ(reclaim_file_pages(content_file, 0, 1), 1);
	content_change_device(0, 100);
	EXPECT_EQ(read_word(0), 100);
	EXPECT(!luf_pending(&content_file->luf));
	EXPECT_EQ(content_at(0), 100);
	luf_refill_choose(LUF_REFILL_FLUSH);
	EXPECT_EQ(reclaim_file_pages(content_file, 0, 1), 1);
	EXPECT_EQ(read_word(1), 2);
	EXPECT(luf_pending(&content_file->luf)); /* another page */
	EXPECT_EQ(read_word(0), 100);
	EXPECT(!luf_pending(&content_file->luf));
	luf_refill_choose(LUF_REFILL_COMPARE);
}
