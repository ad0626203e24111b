/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving, discarding, merging and taking away what is mapped: what user accesses see, and
 * that every frame comes back.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/mremap.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/ksm.h>
#include <kernel/mm/machinery/lazyfree.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/machinery/retract.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define TABLE	 512
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

static void map(unsigned long page, size_t pages, unsigned int flags, struct file *of)
{
	EXPECT_EQ(do_mmap(mm, AT(page), pages * PAGE_SIZE, flags, of, 0), 0);
}

static int move(unsigned long page, size_t pages, unsigned long to)
{
	return do_mremap(mm, AT(page), pages * PAGE_SIZE, AT(to));
}

static uint64_t loaded(unsigned long page)
{
	uint64_t word = 0;

	EXPECT(user_load(AT(page), &word));
	return word;
}

static bool faults(unsigned long page)
{
	uint64_t word;

	return !user_load(AT(page), &word);
}

TEST(move_pages, "mremap: pages move with what was stored, and the old place is gone")
{
	start(256);
	map(0, 3, RW, NULL);
	EXPECT(user_store(AT(0), 5) && user_store(AT(2), 7));
	EXPECT_EQ(move(0, 3, 700), 0);
	EXPECT(faults(0) && faults(1) && faults(2));
	EXPECT_EQ(loaded(700), 5);
	EXPECT_EQ(loaded(702), 7);
	EXPECT(user_store(AT(701), 6));
	EXPECT_EQ(move(700, 3, 2), 0);
	EXPECT_EQ(loaded(3), 6);
}

TEST(move_part, "mremap: a part of an area moves, and the rest stays")
{
	start(256);
	map(0, 3, RW | VM_SHARED, file);
	for (unsigned int page = 0; page < 3; page++)
		EXPECT(user_store(AT(page), page + 1));
	EXPECT_EQ(move(1, 1, 9), 0);
	EXPECT_EQ(loaded(0), 1);
	EXPECT(faults(1));
	EXPECT_EQ(loaded(2), 3);
	EXPECT_EQ(loaded(9), 2);
}

TEST(move_table, "mremap: a whole table moves, and its pages are found by reverse mapping there")
{
	pte_t *before;

	start(256);
	map(0, TABLE + 1, RW | VM_SHARED, file);
	EXPECT(user_store(AT(1), 5));
	before = pte_lookup(mm, AT(1));
	EXPECT_EQ(move(0, TABLE + 1, 4 * TABLE), 0);
	EXPECT(pte_lookup(mm, AT(4 * TABLE + 1)) == before);
	EXPECT(!pte_lookup(mm, AT(1)));
	EXPECT(faults(1));
	EXPECT_EQ(loaded(4 * TABLE + 1), 5);
	EXPECT_EQ(reclaim_file_pages(file, 0, 8), 1);
	EXPECT_EQ(loaded(4 * TABLE + 1), 5);
}

TEST(move_refused, "mremap: holes, ranges in use and odd ones are refused, and nothing changes")
{
	start(256);
	map(0, 2, RW, NULL);
	map(3, 1, RW, NULL);
	EXPECT(user_store(AT(0), 5));
	EXPECT_EQ(move(0, 3, 9), -EFAULT);
	EXPECT_EQ(move(8, 1, 9), -EFAULT);
	EXPECT_EQ(move(0, 2, 3), -EINVAL);
	EXPECT_EQ(move(0, 2, 1), -EINVAL);
	EXPECT_EQ(move(0, 0, 9), -EINVAL);
	EXPECT_EQ(do_mremap(mm, AT(0), PAGE_SIZE, 0), -EINVAL);
	EXPECT_EQ(loaded(0), 5);
}

TEST(move_without_memory, "mremap: without memory for tables nothing moves")
{
	size_t free_frames;

	start(64);
	map(0, 2, RW, NULL);
	EXPECT(user_store(AT(0), 5));
	while (page_nr_free())
		EXPECT(page_alloc(PAGE_KERNEL));
	free_frames = page_nr_free();
	EXPECT_EQ(do_mremap(mm, AT(0), PAGE_SIZE, 0x7000000000UL), -ENOMEM);
	EXPECT_EQ(page_nr_free(), free_frames);
	EXPECT_EQ(loaded(0), 5);
}

TEST(dontneed, "madvise: what is not needed is fresh again, and frees its frames")
{
	size_t free_frames;

	start(2048);
	map(0, 1200, RW, NULL);
	EXPECT(user_store(AT(0), 5));
	free_frames = page_nr_free();
	for (unsigned int page = 1; page < 500; page++)
		EXPECT(user_store(AT(page), 5));
	EXPECT_EQ(do_madvise(mm, AT(1), 1100 * PAGE_SIZE, MADV_DONTNEED), 0);
	EXPECT_EQ(page_nr_free(), free_frames);
	EXPECT_EQ(loaded(0), 5);
	EXPECT(loaded(1) != 5);
	EXPECT_EQ(do_madvise(mm, AT(1190), 20 * PAGE_SIZE, MADV_DONTNEED), -ENOMEM);
}

TEST(gather_frames, "gather: as many pages as there are, with frames for their names or without")
{
	size_t free_frames;

	start(2048);
	free_frames = page_nr_free();
	for (int without = 0; without < 2; without++) {
		tlb_gather_without_frames(without);
		map(0, 1200, RW, NULL);
		for (unsigned int page = 0; page < 1200; page++)
			EXPECT_EQ(handle_mm_fault(mm, AT(page), FAULT_WRITE), 0);
		EXPECT_EQ(do_munmap(mm, AT(0), 1200 * PAGE_SIZE), 0);
		EXPECT(!mm_tlb_flush_pending(mm));
	}
	EXPECT(page_nr_free() + 1 >= free_frames); /* one is the pool's, for areas */
}

TEST(lazyfree,
     "madvise: a page that was given up goes if it is clean, and stays if it is stored to")
{
	start(256);
	map(0, 2, RW, NULL);
	EXPECT(user_store(AT(0), 5) && user_store(AT(1), 6));
	EXPECT_EQ(lazyfree_reclaim(mm, AT(0), AT(2)), 0);
	EXPECT_EQ(do_madvise(mm, AT(0), 2 * PAGE_SIZE, MADV_FREE), 0);
	EXPECT_EQ(loaded(0), 5);
	EXPECT(user_store(AT(1), 7));
	EXPECT_EQ(lazyfree_reclaim(mm, AT(0), AT(2)), 1);
	EXPECT(loaded(0) != 5);
	EXPECT_EQ(loaded(1), 7);
	EXPECT_EQ(lazyfree_reclaim(mm, AT(0), AT(2)), 0);
}

TEST(lazyfree_dirty,
     "madvise: what KSM has found stored to goes if it was given up afterwards, not before")
{
	struct page *stable;

	start(256);
	map(0, 1, RW, NULL);
	EXPECT(user_store(AT(0), 5));
	stable = ksm_make_stable(mm, AT(0));
	EXPECT(stable);
	for (unsigned int round = 0; round < 2; round++) {
		EXPECT_EQ(do_madvise(mm, AT(0), PAGE_SIZE, MADV_FREE), 0);
		EXPECT(user_store(AT(0), 6));
		EXPECT_EQ(ksm_merge(mm, AT(0), stable), -EAGAIN);
		EXPECT(!pte_dirty(pte_get(pte_lookup(mm, AT(0)))));
		EXPECT_EQ(lazyfree_reclaim(mm, AT(0), AT(1)), 0);
		EXPECT_EQ(loaded(0), 6);
	}
	EXPECT_EQ(do_madvise(mm, AT(0), PAGE_SIZE, MADV_FREE), 0);
	EXPECT_EQ(lazyfree_reclaim(mm, AT(0), AT(1)), 1);
	page_put(stable);
}

TEST(clear_refs, "clear_refs: entries become read-only, and a store makes its own writable again")
{
	start(256);
	map(0, 2, RW, NULL);
	EXPECT(user_store(AT(0), 5) && user_store(AT(1), 6));
	EXPECT_EQ(do_clear_refs(mm, AT(0), 4 * PAGE_SIZE), 0);
	EXPECT(user_store(AT(0), 7));
	EXPECT(pte_write(pte_get(pte_lookup(mm, AT(0)))));
	EXPECT(!pte_write(pte_get(pte_lookup(mm, AT(1)))));
}

TEST(ksm, "ksm: same pages are merged, a store gets a copy, different ones stay")
{
	struct page *stable;

	start(256);
	map(0, 1, RW, NULL);
	EXPECT(user_store(AT(0), 5));
	stable = ksm_make_stable(mm, AT(0));
	EXPECT(stable);
	EXPECT_EQ(ksm_merge(mm, AT(0), stable), 0);
	EXPECT_EQ(stable->mapcount, 1);
	EXPECT_EQ(loaded(0), 5);
	EXPECT_EQ(ksm_merge(mm, AT(0), stable), -EAGAIN);
	EXPECT(user_store(AT(0), 6));
	EXPECT_EQ(loaded(0), 6);
	EXPECT_EQ(stable->mapcount, 0);
	EXPECT_EQ(ksm_merge(mm, AT(0), stable), -EAGAIN);
	EXPECT_EQ(ksm_merge(mm, AT(1), stable), -EAGAIN);
	page_put(stable);
}

TEST(device, "pfnmap: a device's page is mapped uncounted, and faults once it is taken back")
{
	static struct pfn_device device;
	struct page *page;

	start(256);
	pfn_device_init(&device);
	page = pfn_device_add(&device, 1);
	EXPECT_EQ(pfnmap_mmap(mm, AT(0), 2 * PAGE_SIZE, VM_READ, &device, 0), 0);
	EXPECT(faults(0));
	EXPECT_EQ(loaded(1), 0);
	EXPECT(!user_store(AT(1), 5));
	EXPECT_EQ(do_mprotect(mm, AT(1), PAGE_SIZE, RW), 0);
	EXPECT(user_store(AT(1), 5));
	EXPECT_EQ(page->refcount, 1);
	EXPECT_EQ(page->mapcount, 0);
	pfn_device_revoke(&device, 1);
	EXPECT(faults(1));
	EXPECT_EQ(do_munmap(mm, AT(0), 2 * PAGE_SIZE), 0);
}

TEST(retract, "retract: a table is taken away, its pages are found again, and it is freed later")
{
	size_t free_frames;

	start(256);
	map(TABLE, TABLE, RW | VM_SHARED, file);
	map(2 * TABLE, 1, RW, NULL);
	EXPECT(user_store(AT(TABLE), 5) && user_store(AT(2 * TABLE), 6));
	free_frames = page_nr_free();
	retract_page_tables(file, 0);
	EXPECT(!pte_lookup(mm, AT(TABLE)));
	EXPECT_EQ(page_nr_free(), free_frames);
	EXPECT_EQ(do_munmap(mm, AT(2 * TABLE), PAGE_SIZE), 0);
	EXPECT(page_nr_free() > free_frames);
	EXPECT_EQ(loaded(TABLE), 5);
}

TEST(no_leak, "mremap and the others: every frame comes back")
{
	size_t free_frames;

	start(256);
	mm_use(NULL);
	mm_destroy(mm);
	free_frames = page_nr_free();
	for (int round = 0; round < 2; round++) {
		mm = mm_create();
		mm_use(mm);
		map(0, TABLE, RW | VM_SHARED, file);
		EXPECT(user_store(AT(3), 5));
		EXPECT_EQ(move(0, TABLE, 4 * TABLE), 0);
		retract_page_tables(file, 3);
		EXPECT_EQ(move(4 * TABLE, TABLE, TABLE), 0);
		EXPECT_EQ(loaded(TABLE + 3), 5);
		EXPECT_EQ(move(TABLE, TABLE, 3 * TABLE + 7), 0);
		EXPECT_EQ(loaded(3 * TABLE + 10), 5);
		mm_use(NULL);
		mm_destroy(mm);
		EXPECT(!file_find_page(file, 0));
		(void)reclaim_file_pages(file, 0, 8);
		if (!round)
			free_frames = page_nr_free();
	}
	EXPECT_EQ(page_nr_free(), free_frames);
}

/* Once, when the first VMA of an mm that ends is being unmapped. */
static void retract_meanwhile(enum step_kind kind, uint64_t pfn)
{
	(void)pfn;
	if (kind != STEP_PTE_CLEAR)
		return;
	step_watch(NULL);
	retract_page_tables(file, 0);
}

TEST(retract_at_end, "exit: a table that is retracted while its mm ends is freed, too")
{
	size_t free_frames = 0;

	start(256);
	for (int round = 0; round < 2; round++) {
		map(0, 1, RW, NULL);
		EXPECT(user_store(AT(0), 5));
		map(TABLE, TABLE, RW | VM_SHARED, file);
		EXPECT_EQ(loaded(TABLE), 0);
		step_watch(retract_meanwhile);
		mm_use(NULL);
		mm_destroy(mm);
		(void)reclaim_file_pages(file, 0, 8);
		if (!round)
			free_frames = page_nr_free();
		mm = mm_create();
		mm_use(mm);
	}
	mm_use(NULL);
	mm_destroy(mm);
	EXPECT_EQ(page_nr_free(), free_frames);
}
