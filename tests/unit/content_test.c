/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Content that changes with no store through a mapping, one call after another:
 * truncation, invalidation, a server's file, replace_page(), breakpoints.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/calls/remote.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/replace_page.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/uprobe.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/tlb/luf.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define RW	 (VM_READ | VM_WRITE)
#define PAGES	 8

static struct mm *mm;
static struct file *file;

/* A file whose page n holds n + 1. */
static void start(void)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(1);
	host_frames(256);
	flush_policy_choose(&policy_luf);
	mm = mm_create();
	file = file_create(PAGES);
	EXPECT(mm && file);
	mm_use(mm);
	for (uint64_t i = 0; i < PAGES; i++) {
		uint64_t word = i + 1;

		EXPECT_EQ(file_write(file, i * PAGE_SIZE, &word, sizeof(word)), 0);
	}
	EXPECT_EQ(file_sync(file), 0);
}

static void map(unsigned int page, unsigned int flags, uint64_t index, size_t pages)
{
	EXPECT_EQ(do_mmap(mm, AT(page), pages * PAGE_SIZE, flags, file, index), 0);
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

static uint64_t device_word(uint64_t index)
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	EXPECT_EQ(blkdev_read(file->first_block + index, block), 0);
	return block[0];
}

static void change_device(uint64_t index, uint64_t word)
{
	uint64_t block[PAGE_SIZE / sizeof(uint64_t)] = { word };

	EXPECT_EQ(blkdev_write(file->first_block + index, block), 0);
}

TEST(shrink, "truncate: what is cut off faults, reads fail there, and its frames are free")
{
	size_t free;
	uint64_t word;

	start();
	map(0, RW | VM_SHARED, 0, PAGES);
	for (unsigned int page = 0; page < PAGES; page++)
		EXPECT_EQ(loaded(page), page + 1);
	EXPECT(user_store(AT(7), 70));
	free = page_nr_free();
	EXPECT_EQ(file_truncate(file, 3), 0);
	EXPECT_EQ(page_nr_free(), free + 5);
	EXPECT_EQ(loaded(2), 3);
	EXPECT(faults(3) && faults(7) && !user_store(AT(7), 1));
	EXPECT_EQ(file_read(file, 3 * PAGE_SIZE, &word, 8), -EFBIG);
	EXPECT_EQ(file_write(file, 3 * PAGE_SIZE, &word, 8), -EFBIG);
	EXPECT_EQ(file_truncate(file, 0), 0);
	EXPECT(faults(0));
}

TEST(grow, "truncate: what grows back is zero, dirty or not before, and in private copies too")
{
	start();
	map(0, RW | VM_SHARED, 0, PAGES);
	map(20, RW, 0, PAGES);
	EXPECT(user_store(AT(5), 50));
	EXPECT(user_store(AT(26), 60));
	EXPECT_EQ(loaded(26), 60);
	EXPECT_EQ(file_truncate(file, 5), 0);
	EXPECT_EQ(file_truncate(file, PAGES), 0);
	EXPECT_EQ(loaded(5), 0);
	EXPECT_EQ(loaded(25), 0);
	EXPECT_EQ(loaded(26), 0);
	EXPECT_EQ(loaded(4), 5);
	EXPECT_EQ(device_word(5), 0);
	EXPECT(user_store(AT(5), 51));
	EXPECT_EQ(loaded(25), 51);
	EXPECT_EQ(file_truncate(file, PAGES + 1), -EFBIG);
}

TEST(shrink_held, "truncate: a page that somebody holds leaves the cache all the same")
{
	struct page *page;

	start();
	page = file_find_page(file, 7);
	EXPECT(page && page->file == file);
	EXPECT_EQ(file_truncate(file, 7), 0);
	EXPECT(!page->file && page->refcount == 1);
	EXPECT_EQ(file_truncate(file, 8), 0);
	EXPECT(!file_find_page(file, 7));
	page_put(page);
	EXPECT_EQ(reclaim_pages(32), 7);
}

TEST(invalidate, "invalidate: the device is read anew; a dirty page is written first")
{
	start();
	map(0, RW | VM_SHARED, 0, PAGES);
	EXPECT_EQ(loaded(0), 1);
	change_device(0, 100);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(file_invalidate(file, 0, 2), 0);
	EXPECT_EQ(loaded(0), 100);
	EXPECT_EQ(loaded(1), 2);
	EXPECT(user_store(AT(2), 30));
	EXPECT_EQ(file_invalidate(file, 0, PAGES), 0);
	EXPECT_EQ(device_word(2), 30);
	EXPECT_EQ(loaded(2), 30);
	EXPECT_EQ(reclaim_pages(32), 1);
}

TEST(invalidate_deferred, "invalidate: a deferred flush of the file is settled, cached or not")
{
	start();
	map(0, VM_READ | VM_SHARED, 0, PAGES);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	EXPECT(luf_pending(&file->luf));
	change_device(0, 100);
	EXPECT_EQ(file_invalidate(file, 0, 1), 0);
	EXPECT(!luf_pending(&file->luf));
	EXPECT_EQ(loaded(0), 100);
}

static uint64_t read_word(uint64_t index)
{
	uint64_t word = 0;

	EXPECT_EQ(file_read(file, index * PAGE_SIZE, &word, sizeof(word)), 0);
	return word;
}

TEST(remote, "remote: the lock, the server's call and a refill each end what was seen before")
{
	uint64_t block[PAGE_SIZE / sizeof(uint64_t)] = { 100 };
	struct remote remote;

	start();
	EXPECT_EQ(file_invalidate(file, 0, PAGES), 0);
	remote_attach(&remote, file);
	map(0, RW | VM_SHARED, 0, PAGES);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(remote_update(&remote, 0, block), 0);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(remote_lock(&remote), 0);
	EXPECT_EQ(loaded(0), 100);
	EXPECT(user_store(AT(1), 20));
	EXPECT_EQ(remote_unlock(&remote), 0);
	EXPECT_EQ(device_word(1), 20);
	block[0] = 101;
	EXPECT_EQ(remote_update(&remote, 0, block), 0);
	EXPECT_EQ(remote_callback(&remote, 0), 0);
	EXPECT_EQ(loaded(0), 101);
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	EXPECT(luf_pending(&file->luf));
	EXPECT_EQ(loaded(2), 3); /* another page */
	EXPECT(luf_pending(&file->luf));
	block[0] = 102;
	EXPECT_EQ(remote_update(&remote, 0, block), 0);
	EXPECT_EQ(read_word(0), 102);
	EXPECT(!luf_pending(&file->luf));
	remote_detach(&remote);
	EXPECT(!file->remote);
}

TEST(refill,
     "refill: with the same bytes nothing is flushed, unless luf_refill=flush; with others it is")
{
	start();
	map(0, VM_READ | VM_SHARED, 0, PAGES);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	EXPECT_EQ(read_word(0), 1);
	EXPECT(luf_pending(&file->luf));
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	change_device(0, 100);
	EXPECT_EQ(read_word(0), 100);
	EXPECT(!luf_pending(&file->luf));
	EXPECT_EQ(loaded(0), 100);
	luf_refill_choose(LUF_REFILL_FLUSH);
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	EXPECT_EQ(read_word(1), 2);
	EXPECT(luf_pending(&file->luf)); /* another page */
	EXPECT_EQ(read_word(0), 100);
	EXPECT(!luf_pending(&file->luf));
	luf_refill_choose(LUF_REFILL_COMPARE);
}

static int replace(uintptr_t va, uint64_t word)
{
	struct page *page = page_alloc_zeroed(PAGE_ANON);
	int err;

	EXPECT(page);
	*(uint64_t *)page_va(page) = word;
	err = replace_page(mm, va, page);
	if (err)
		page_put(page);
	return err;
}

TEST(replaced,
     "replace_page: a file's page, a private one, an empty place; each shows the new page")
{
	size_t free;
	uint64_t word;

	start();
	map(0, RW | VM_EXEC, 0, PAGES);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(replace(AT(0), 100), 0);
	EXPECT_EQ(loaded(0), 100);
	EXPECT(user_exec(AT(0), &word) && word == 100);
	free = page_nr_free();
	EXPECT_EQ(replace(AT(0), 101), 0);
	EXPECT_EQ(loaded(0), 101);
	EXPECT_EQ(page_nr_free(), free);
	EXPECT(user_store(AT(0), 102));
	EXPECT_EQ(loaded(0), 102);
	EXPECT_EQ(replace(AT(1), 103), 0);
	EXPECT_EQ(loaded(1), 103);
	EXPECT_EQ(device_word(0), 1);
}

TEST(replace_refused, "replace_page: nothing mapped, a shared mapping, beyond the end")
{
	start();
	EXPECT_EQ(replace(AT(0), 1), -EFAULT);
	map(0, RW | VM_SHARED, 0, 1);
	EXPECT_EQ(replace(AT(0), 1), -EINVAL);
	map(1, RW, 7, 1);
	EXPECT_EQ(file_truncate(file, 7), 0);
	EXPECT_EQ(replace(AT(1), 1), -EFAULT);
	EXPECT(faults(1));
}

TEST(replace_deferred, "replace_page: a deferred flush of the area is settled")
{
	start();
	map(0, VM_READ | VM_EXEC, 0, PAGES);
	EXPECT_EQ(loaded(0), 1);
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	EXPECT(luf_pending(&mm->tlb.luf));
	EXPECT_EQ(replace(AT(0), 100), 0);
	EXPECT(!luf_pending(&mm->tlb.luf));
	EXPECT_EQ(loaded(0), 100);
}

/* Seven bytes in the midst of page 1 of the file. */
static struct uprobe breakpoint(void)
{
	static const char bytes[] = "a break";

	return (struct uprobe){
		.file = file, .index = 1, .offset = 96, .len = sizeof(bytes) - 1, .bytes = bytes
	};
}

static bool runs_breakpoint(struct mm *of, uintptr_t va)
{
	struct uprobe probe = breakpoint();
	struct page *page;
	bool set;

	EXPECT_EQ(handle_mm_fault(of, va, FAULT_EXEC), 0);
	page = pte_get_page(of, va);
	EXPECT(page);
	set = memcmp((char *)page_va(page) + probe.offset, probe.bytes, probe.len) == 0;
	page_put(page);
	return set;
}

TEST(uprobe_set_and_cleared,
     "uprobe: set where the page is run and not stored to, in every mm, and taken out again")
{
	struct uprobe probe;
	struct mm *second;
	size_t free;

	start();
	second = mm_create();
	EXPECT(second);
	probe = breakpoint();
	map(0, VM_READ | VM_EXEC, 1, 1);
	map(1, RW | VM_EXEC, 1, 1);
	map(2, VM_READ | VM_EXEC | VM_SHARED, 1, 1);
	map(3, VM_READ | VM_EXEC, 0, 1);
	EXPECT_EQ(do_mmap(second, AT(0), PAGE_SIZE, VM_READ | VM_EXEC, file, 1), 0);
	EXPECT(!runs_breakpoint(mm, AT(0)));
	free = page_nr_free();
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT(runs_breakpoint(mm, AT(0)));
	EXPECT(!runs_breakpoint(mm, AT(1)) && !runs_breakpoint(mm, AT(2)));
	EXPECT(!runs_breakpoint(mm, AT(3)));
	EXPECT(runs_breakpoint(second, AT(0)));
	/* Twice is once. */
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(loaded(0), 2);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
	EXPECT(!runs_breakpoint(mm, AT(0)) && !runs_breakpoint(second, AT(0)));
	mm_destroy(second);
	EXPECT(page_nr_free() <= free);
}

TEST(uprobe_outlives_rights,
     "uprobe: taken out whatever mprotect() has made of the area, and stores beside it stay")
{
	struct uprobe probe;

	start();
	probe = breakpoint();
	for (unsigned int page = 0; page < 8; page += 2)
		map(page, VM_READ | VM_EXEC, 1, 1);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, RW | VM_EXEC), 0);
	EXPECT(user_store(AT(0), 7));
	EXPECT_EQ(do_mprotect(mm, AT(2), PAGE_SIZE, RW), 0);
	EXPECT_EQ(do_mprotect(mm, AT(4), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(mm, AT(6), PAGE_SIZE, 0), 0);
	EXPECT_EQ(swap_on(4), 0);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(4), 1), 1);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
	for (unsigned int page = 2; page < 8; page += 2)
		EXPECT_EQ(do_mprotect(mm, AT(page), PAGE_SIZE, VM_READ | VM_EXEC), 0);
	for (unsigned int page = 0; page < 8; page += 2)
		EXPECT(!runs_breakpoint(mm, AT(page)));
	EXPECT_EQ(loaded(0), 7);
	EXPECT_EQ(loaded(2), 2);
}

TEST(uprobe_refused, "uprobe: more areas than there is room for, beyond the end, no memory")
{
	struct uprobe probe;

	start();
	probe = breakpoint();
	for (unsigned int i = 0; i < UPROBE_MAX_AREAS; i++)
		EXPECT_EQ(do_mmap(mm, AT(2 * i), PAGE_SIZE, VM_READ | VM_EXEC, file, 1), 0);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(do_mmap(mm, AT(2 * UPROBE_MAX_AREAS), PAGE_SIZE, VM_READ | VM_EXEC, file, 1), 0);
	EXPECT_EQ(uprobe_unregister(&probe), -ENOSPC);
	EXPECT_EQ(do_munmap(mm, AT(2 * UPROBE_MAX_AREAS), PAGE_SIZE), 0);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
	EXPECT_EQ(file_truncate(file, 1), 0);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
}
