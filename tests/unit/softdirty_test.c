/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * clear_refs and pagemap: what marks a page, and what keeps or drops the mark.
 */
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/mremap.h>
#include <kernel/mm/calls/numa.h>
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define TABLE	 512
#define RW	 (VM_READ | VM_WRITE)

static struct mm *mm;

static void start(void)
{
	host_features[CPU_NX] = true;
	mmu_start(2);
	host_frames(256);
	EXPECT_EQ(swap_on(4), 0);
	mm = mm_create();
	EXPECT(mm);
	mm_use(mm);
}

static void access(unsigned long page, unsigned int flags)
{
	EXPECT_EQ(handle_mm_fault(mm, AT(page), flags), 0);
}

static void clear(unsigned long page, size_t pages)
{
	EXPECT_EQ(do_clear_refs(mm, AT(page), pages * PAGE_SIZE), 0);
}

static pte_t entry(unsigned long page)
{
	const pte_t *ptep = pte_lookup(mm, AT(page));

	return ptep ? pte_get(ptep) : pte_none_value();
}

static bool is_dirty(unsigned long page)
{
	return is_soft_dirty(mm, AT(page));
}

/* Map @pages pages of anonymous memory, store to them, and mark them. */
static void map_clean(unsigned long page, size_t pages)
{
	EXPECT_EQ(do_mmap(mm, AT(page), pages * PAGE_SIZE, RW, NULL, 0), 0);
	for (unsigned long i = page; i < page + pages && i < page + 4; i++)
		access(i, FAULT_WRITE);
	clear(page, pages);
}

TEST(marks, "soft-dirty: what was never marked, or is not there, is dirty; a store makes it so")
{
	start();
	EXPECT(is_dirty(0));
	EXPECT_EQ(do_mmap(mm, AT(0), 2 * PAGE_SIZE, RW, NULL, 0), 0);
	access(0, FAULT_WRITE);
	EXPECT(is_dirty(0) && is_dirty(1));
	clear(0, 2);
	EXPECT(!is_dirty(0) && is_dirty(1) && !pte_write(entry(0)));
	access(0, 0);
	EXPECT(!is_dirty(0));
	access(0, FAULT_WRITE);
	EXPECT(is_dirty(0) && pte_write(entry(0)));
}

TEST(kept, "soft-dirty: a page that moves, is hinted at or changes its rights stays clean")
{
	start();
	map_clean(0, 1);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), 0);
	EXPECT(!is_dirty(0) && entry_is_page(entry(0)));
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, RW), 0);
	EXPECT(!is_dirty(0) && !pte_write(entry(0)));
	EXPECT_EQ(change_prot_numa(mm, AT(0), PAGE_SIZE), 0);
	EXPECT(!is_dirty(0));
	access(0, 0);
	EXPECT(!is_dirty(0) && pte_present(entry(0)) && !pte_write(entry(0)));
}

TEST(swapped, "soft-dirty: a page is clean while it is swapped out, and after a load, not a store")
{
	start();
	map_clean(0, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	EXPECT(!is_dirty(0) && entry_kind(entry(0)) == ENTRY_SWAP);
	access(0, 0);
	EXPECT(!is_dirty(0));
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	access(0, FAULT_WRITE);
	EXPECT(is_dirty(0));
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	EXPECT(is_dirty(0));
	clear(0, 1);
	EXPECT(!is_dirty(0));
}

TEST(child, "soft-dirty: a child has its parent's marks, of pages and of swap slots")
{
	struct mm *child = NULL;

	start();
	map_clean(0, 2);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(1), 1), 1);
	child = mm_create();
	EXPECT(child);
	EXPECT_EQ(do_fork(mm, child), 0);
	EXPECT(!is_dirty(0) && !is_dirty(1));
	EXPECT(!is_soft_dirty(child, AT(0)) && !is_soft_dirty(child, AT(1)));
	EXPECT_EQ(handle_mm_fault(child, AT(0), FAULT_WRITE), 0);
	EXPECT(is_soft_dirty(child, AT(0)) && !is_dirty(0));
}

TEST(discarded, "soft-dirty: what is discarded, or mapped anew, is dirty")
{
	start();
	map_clean(0, 2);
	EXPECT_EQ(do_madvise(mm, AT(0), PAGE_SIZE, MADV_DONTNEED), 0);
	access(0, 0);
	EXPECT(is_dirty(0) && !is_dirty(1));
	EXPECT_EQ(do_mmap(mm, AT(1), PAGE_SIZE, RW, NULL, 0), 0);
	EXPECT(is_dirty(1));
	access(1, 0);
	EXPECT(is_dirty(1));
}

/* A page of a file that was reclaimed leaves its mark in an entry that maps nothing. */
static void map_reclaimed(struct file *file)
{
	EXPECT_EQ(do_mmap(mm, AT(0), PAGE_SIZE, VM_READ | VM_SHARED, file, 0), 0);
	access(0, 0);
	clear(0, 1);
	EXPECT_EQ(reclaim_file_pages(file, 0, 1), 1);
	EXPECT(entry_is_empty(entry(0)) && !is_dirty(0));
}

TEST(reclaimed,
     "soft-dirty: a file's page is clean when it was reclaimed, until that place is reused")
{
	struct file *file = NULL;

	start();
	file = file_create(1);
	EXPECT(file);
	/* Another VMA, so that the table stays. */
	EXPECT_EQ(do_mmap(mm, AT(2), PAGE_SIZE, RW, NULL, 0), 0);
	access(2, FAULT_WRITE);
	map_reclaimed(file);
	access(0, 0);
	EXPECT(!is_dirty(0));
	map_reclaimed(file);
	EXPECT_EQ(do_mmap(mm, AT(0), PAGE_SIZE, RW, NULL, 0), 0);
	EXPECT(is_dirty(0));
	map_reclaimed(file);
	EXPECT_EQ(do_mremap(mm, AT(0), PAGE_SIZE, AT(3)), 0);
	EXPECT(is_dirty(3));
	EXPECT_EQ(do_mmap(mm, AT(0), PAGE_SIZE, RW, NULL, 0), 0);
	access(0, 0);
	EXPECT(is_dirty(0));
}

TEST(moved, "soft-dirty: a page that moved is dirty, alone, swapped out, or with its table")
{
	start();
	map_clean(0, 2);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(1), 1), 1);
	EXPECT_EQ(do_mremap(mm, AT(0), 2 * PAGE_SIZE, AT(8)), 0);
	EXPECT(is_dirty(8) && entry_is_page(entry(8)));
	EXPECT(is_dirty(9) && entry_kind(entry(9)) == ENTRY_SWAP);
	map_clean(TABLE, TABLE);
	EXPECT(!is_dirty(TABLE + 1));
	EXPECT_EQ(do_mremap(mm, AT(TABLE), TABLE * PAGE_SIZE, AT(2 * TABLE)), 0);
	EXPECT(is_dirty(2 * TABLE + 1) && entry_is_page(entry(2 * TABLE + 1)));
}
