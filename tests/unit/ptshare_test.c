/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Page tables that VMAs share: who sees what, what leaving changes, and that counts and
 * frames come out even.
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
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/retract.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define TABLE	 512
#define SIZE	 (TABLE * PAGE_SIZE)
#define RW	 (VM_READ | VM_WRITE)
#define SHARE	 (RW | VM_SHARED | VM_SHARE_TABLE)

static struct mm *mms[2];
static struct file *file;

static void share(unsigned int i)
{
	EXPECT_EQ(do_mmap(mms[i], AT(0), SIZE, SHARE, file, 0), 0);
}

static void start(void)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(2);
	host_frames(256);
	file = file_create(8);
	for (unsigned int i = 0; i < 2; i++) {
		mms[i] = mm_create();
		EXPECT(mms[i]);
		share(i);
	}
}

static bool store(unsigned int i, unsigned long page, uint64_t word)
{
	mm_use(mms[i]);
	return user_store(AT(page), word);
}

static uint64_t loaded(unsigned int i, unsigned long page)
{
	uint64_t word = 0;

	mm_use(mms[i]);
	EXPECT(user_load(AT(page), &word));
	return word;
}

static bool faults(unsigned int i, unsigned long page)
{
	uint64_t word;

	mm_use(mms[i]);
	return !user_load(AT(page), &word);
}

static int32_t mapcount(uint64_t index)
{
	struct page *page = file_find_page(file, index);
	int32_t count = page->mapcount;

	page_put(page);
	return count;
}

static bool same_table(void)
{
	return pte_lookup(mms[0], AT(0)) == pte_lookup(mms[1], AT(0));
}

TEST(one_table, "ptshare: one leaf serves both mms, and counts as one mapping")
{
	start();
	EXPECT(same_table());
	EXPECT(store(0, 3, 5));
	EXPECT_EQ(loaded(1, 3), 5);
	EXPECT(store(1, 3, 6));
	EXPECT_EQ(loaded(0, 3), 6);
	EXPECT_EQ(mapcount(3), 1);
}

TEST(leave, "ptshare: the first who unmaps clears its link, the last one the leaves")
{
	start();
	EXPECT(store(0, 3, 5));
	EXPECT_EQ(do_munmap(mms[0], AT(0), SIZE), 0);
	EXPECT(faults(0, 3));
	EXPECT_EQ(mapcount(3), 1);
	EXPECT_EQ(loaded(1, 3), 5);
	EXPECT_EQ(do_munmap(mms[1], AT(0), SIZE), 0);
	EXPECT(faults(1, 3));
	EXPECT_EQ(mapcount(3), 0);
}

TEST(leave_part, "ptshare: to unmap, protect or move a part is to leave")
{
	start();
	EXPECT(store(0, 3, 5) && store(0, 4, 6));
	EXPECT_EQ(do_munmap(mms[0], AT(3), PAGE_SIZE), 0);
	EXPECT(!same_table());
	EXPECT(faults(0, 3));
	EXPECT_EQ(loaded(0, 4), 6);
	EXPECT_EQ(mapcount(4), 2);
	EXPECT_EQ(loaded(1, 3), 5);
	EXPECT_EQ(do_mprotect(mms[1], AT(4), PAGE_SIZE, VM_READ), 0);
	EXPECT(!store(1, 4, 7));
	EXPECT(store(0, 4, 7));
	EXPECT_EQ(loaded(1, 4), 7);
	share(0);
	share(1);
	EXPECT(same_table());
	EXPECT_EQ(do_mremap(mms[0], AT(4), PAGE_SIZE, AT(2 * TABLE)), 0);
	EXPECT_EQ(loaded(0, 2 * TABLE), 7);
	EXPECT_EQ(loaded(1, 4), 7);
}

TEST(by_rmap, "ptshare: reclaim, write-back and truncation reach both mms")
{
	start();
	EXPECT(store(0, 3, 5));
	EXPECT_EQ(loaded(1, 3), 5);
	EXPECT_EQ(file_sync(file), 0);
	EXPECT(store(1, 3, 6));
	EXPECT_EQ(reclaim_file_pages(file, 0, 8), 1);
	EXPECT_EQ(loaded(0, 3), 6);
	EXPECT_EQ(loaded(1, 3), 6);
	EXPECT_EQ(file_truncate(file, 3), 0);
	EXPECT(faults(0, 3) && faults(1, 3));
	retract_page_tables(file, 0);
	EXPECT(pte_lookup(mms[0], AT(0)) && same_table());
}

TEST(refused, "ptshare: what cannot share, and calls that would have to flush others, are refused")
{
	struct mm *mm;

	start();
	mm = mms[0];
	EXPECT_EQ(do_mmap(mm, AT(TABLE), SIZE, SHARE, NULL, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, AT(TABLE), SIZE, RW | VM_SHARE_TABLE, file, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, AT(TABLE), PAGE_SIZE, SHARE, file, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, AT(TABLE + 1), SIZE, SHARE, file, 0), -EINVAL);
	EXPECT_EQ(do_mmap(mm, AT(TABLE), SIZE, SHARE, file, 1), -EINVAL);
	EXPECT_EQ(do_madvise(mm, AT(0), SIZE, MADV_DONTNEED), -EINVAL);
	EXPECT_EQ(do_clear_refs(mm, AT(0), SIZE), -EINVAL);
	EXPECT(same_table());
}

TEST(no_memory, "ptshare: without memory for the link nothing is mapped")
{
	start();
	EXPECT_EQ(do_munmap(mms[0], AT(0), SIZE), 0);
	page_starve(true);
	EXPECT_EQ(do_mmap(mms[0], AT(0), SIZE, SHARE, file, 0), -ENOMEM);
	page_starve(false);
	EXPECT(faults(0, 3));
	share(0);
	EXPECT(same_table());
}

TEST(own_kind, "ptshare: only areas with the same rights share, be they of one mm")
{
	start();
	EXPECT_EQ(do_mmap(mms[0], AT(TABLE), SIZE, SHARE & ~VM_WRITE, file, 0), 0);
	EXPECT(pte_lookup(mms[0], AT(TABLE)) != pte_lookup(mms[0], AT(0)));
	EXPECT_EQ(do_mmap(mms[0], AT(TABLE), SIZE, SHARE, file, 0), 0);
	EXPECT(pte_lookup(mms[0], AT(TABLE)) == pte_lookup(mms[0], AT(0)));
	EXPECT(store(0, 3, 5));
	EXPECT_EQ(loaded(0, TABLE + 3), 5);
	EXPECT_EQ(reclaim_file_pages(file, 0, 8), 1);
	EXPECT_EQ(loaded(0, TABLE + 3), 5);
}

TEST(accounts, "ptshare: whoever goes first, every frame comes back")
{
	static struct account account;

	start();
	for (unsigned int first = 0; first < 2; first++) {
		EXPECT(store(0, 3, 5) && store(1, 4, 6));
		mm_use(NULL);
		mm_destroy(mms[first]);
		EXPECT_EQ(loaded(1 - first, 4), 6);
		mm_use(NULL);
		mm_destroy(mms[1 - first]);
		EXPECT_EQ(file_sync(file), 0);
		file_drop_cache(file);
		account_take(&account);
		EXPECT(account_balances(&account));
		for (unsigned int i = 0; i < 2; i++) {
			mms[i] = mm_create();
			share(i);
		}
	}
}
