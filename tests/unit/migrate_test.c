/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Moving pages: content, dirt and counts move with them, rights never grow, and a page
 * that somebody holds stays.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/blkdev.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/machinery/writeback.h>
#include <kernel/mm/objects/file.h>
#include <kernel/mm/objects/filemap.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define AT(page) (0x40000000UL + (page)*PAGE_SIZE)
#define RW	 (VM_READ | VM_WRITE)
#define FRAMES	 256

static struct mm *mm;
static struct file *file;

/* Page 0 is anonymous, and page 1 that of a file, shared. */
static void start(void)
{
	host_features[CPU_PCID] = true;
	host_features[CPU_NX] = true;
	mmu_start(2);
	host_frames(FRAMES);
	EXPECT_EQ(swap_on(4), 0);
	file = file_create(1);
	mm = mm_create();
	EXPECT(file && mm);
	mm_use(mm);
	EXPECT_EQ(do_mmap(mm, AT(0), PAGE_SIZE, RW, NULL, 0), 0);
	EXPECT_EQ(do_mmap(mm, AT(1), PAGE_SIZE, RW | VM_SHARED, file, 0), 0);
}

static pte_t entry(unsigned int page)
{
	return pte_get(pte_lookup(mm, AT(page)));
}

static struct page *page_of(unsigned int page)
{
	return pfn_to_page(pte_pfn(entry(page)));
}

static uint64_t loaded(unsigned int page)
{
	uint64_t word = 0;

	EXPECT(user_load(AT(page), &word));
	return word;
}

TEST(moves, "migrate: under every policy a page has another frame then, and the same content")
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (!unit_fork()) {
			EXPECT_EQ(unit_wait(), 0);
			continue;
		}
		flush_policy_choose(flush_policies[i]);
		start();
		for (unsigned int page = 0; page < 2; page++) {
			struct page *old;
			size_t nr_free;

			EXPECT(user_store(AT(page), 100 + page));
			old = page_of(page);
			nr_free = page_nr_free();
			EXPECT_EQ(migrate_page_at(mm, AT(page)), 0);
			EXPECT(page_of(page) != old);
			EXPECT_EQ(old->refcount, 0);
			EXPECT_EQ(page_nr_free(), nr_free);
			EXPECT_EQ(page_of(page)->mapcount, 1);
			EXPECT_EQ(page_of(page)->refcount, page ? 2 : 1);
			EXPECT(pte_write(entry(page)) && pte_dirty(entry(page)));
			EXPECT_EQ(loaded(page), 100 + page);
		}
		unit_exit(0);
	}
}

TEST(many, "migrate: every mapping of a page comes back, each with its own rights")
{
	start();
	EXPECT_EQ(do_mmap(mm, AT(8), PAGE_SIZE, VM_READ | VM_SHARED, file, 0), 0);
	EXPECT_EQ(do_mmap(mm, AT(9), PAGE_SIZE, RW, file, 0), 0);
	EXPECT(user_store(AT(1), 5));
	EXPECT(loaded(8) == 5 && loaded(9) == 5);
	EXPECT_EQ(migrate_page_at(mm, AT(8)), 0);
	EXPECT(page_of(1) == page_of(8) && page_of(8) == page_of(9));
	EXPECT_EQ(page_of(1)->mapcount, 3);
	EXPECT_EQ(page_of(1)->refcount, 4);
	EXPECT(pte_write(entry(1)) && !pte_write(entry(8)) && !pte_write(entry(9)));
	EXPECT(user_store(AT(9), 6));
	EXPECT(loaded(1) == 5 && loaded(9) == 6);
}

TEST(held, "migrate: a page that somebody holds stays as it was")
{
	struct page *page;
	pte_t before;

	start();
	for (unsigned int i = 0; i < 2; i++) {
		size_t nr_free;

		EXPECT(user_store(AT(i), 7));
		page = page_of(i);
		page_get(page);
		before = entry(i);
		nr_free = page_nr_free();
		EXPECT_EQ(migrate_page_at(mm, AT(i)), -EAGAIN);
		EXPECT_EQ(page_nr_free(), nr_free);
		EXPECT(pte_same(entry(i), before));
		EXPECT_EQ(page->mapcount, 1);
		EXPECT_EQ(page->refcount, i ? 3 : 2);
		page_put(page);
		EXPECT_EQ(migrate_page_at(mm, AT(i)), 0);
		EXPECT_EQ(loaded(i), 7);
	}
}

TEST(locked, "migrate: a page that somebody is at work on stays")
{
	struct page *page;

	start();
	EXPECT(user_store(AT(0), 7));
	page = page_of(0);
	page_lock(page);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), -EAGAIN);
	page_unlock(page);
	EXPECT(page_of(0) == page);
	EXPECT_EQ(page->refcount, 1);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), 0);
}

TEST(missing, "migrate: where nothing is mapped, nothing moves")
{
	start();
	EXPECT_EQ(migrate_page_at(mm, AT(0)), -ENOENT);
	EXPECT_EQ(migrate_page_at(mm, AT(5)), -ENOENT);
}

TEST(no_memory, "migrate: without a free frame a page stays")
{
	struct page *page;

	start();
	EXPECT(user_store(AT(0), 7));
	page = page_of(0);
	while (page_alloc(PAGE_KERNEL))
		;
	EXPECT_EQ(migrate_page_at(mm, AT(0)), -ENOMEM);
	EXPECT(page_of(0) == page);
	EXPECT_EQ(page->refcount, 1);
}

TEST(dirty, "migrate: what only the page cache has is still written to the device")
{
	static uint64_t block[PAGE_SIZE / sizeof(uint64_t)];

	start();
	EXPECT(user_store(AT(1), 7));
	EXPECT_EQ(migrate_page_at(mm, AT(1)), 0);
	EXPECT(page_of(1)->dirty);
	EXPECT_EQ(file_sync(file), 0);
	EXPECT_EQ(blkdev_read(file->first_block, block), 0);
	EXPECT_EQ(block[0], 7);
	EXPECT(!pte_write(entry(1)) && !pte_dirty(entry(1)));
	EXPECT_EQ(migrate_page_at(mm, AT(1)), 0);
	EXPECT(!page_of(1)->dirty && !pte_write(entry(1)) && !pte_dirty(entry(1)));
}

TEST(none, "migrate: a page that nobody may touch moves, and stays out of reach")
{
	uint64_t word;

	start();
	EXPECT(user_store(AT(0), 7));
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, 0), 0);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), 0);
	EXPECT(entry_is_page(entry(0)) && !pte_present(entry(0)));
	EXPECT(!user_load(AT(0), &word));
	EXPECT_EQ(do_mprotect(mm, AT(0), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(loaded(0), 7);
	EXPECT(!user_store(AT(0), 8));
}

TEST(swapped, "migrate: a page moves within the swap cache, and out of it as any other")
{
	struct page *page;
	struct page *new;

	start();
	EXPECT(user_store(AT(0), 7));
	blkdev_fail(BLKDEV_WRITE, 1);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 0); /* unmapped, and in the cache */
	EXPECT_EQ(swap_get_page(1, OWNER_KERNEL, &page), 0);
	page_unlock(page);
	EXPECT_EQ(migrate_page(page), 0);
	EXPECT_EQ(page->refcount, 0);
	EXPECT_EQ(swap_get_page(1, OWNER_KERNEL, &new), 0);
	EXPECT(new != page &&new->dirty);
	page_unlock(new);
	page_put(new);
	EXPECT_EQ(loaded(0), 7);
	EXPECT(page_of(0) == new);
	EXPECT_EQ(swap_nr_used(), 0);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), 0);
	EXPECT_EQ(reclaim_anon_pages(mm, AT(0), 1), 1);
	EXPECT_EQ(loaded(0), 7);
}

TEST(bits, "migrate: an entry says which frame it was, and what it allowed")
{
	const uint64_t all = PTE_PRESENT | PTE_USER | PTE_NX | ENTRY_MOVES_BITS;
	pte_t moving = entry_make_migration(pte_make(0x123, all));

	EXPECT_EQ(entry_kind(moving), ENTRY_MIGRATION);
	EXPECT_EQ(entry_value(moving), 0x123);
	EXPECT(!pte_present(moving) && !entry_is_page(moving) && !entry_is_luf(moving));
	EXPECT(pte_write(moving) && pte_dirty(moving) && pte_young(moving));
	moving = entry_set_luf(entry_make_migration(pte_make(0x123, PTE_PRESENT)));
	EXPECT(entry_is_luf(moving) && !pte_write(moving) && !pte_dirty(moving));
	EXPECT_EQ(entry_kind(moving), ENTRY_MIGRATION);
	EXPECT_EQ(entry_value(moving), 0x123);
}

static struct mm *child;

/* Once, while the page is moving. */
static void fork_meanwhile(enum step_kind kind, uint64_t pfn)
{
	(void)pfn;
	if (kind != STEP_MIGRATE)
		return;
	step_watch(NULL);
	EXPECT_EQ(do_fork(mm, child), 0);
}

TEST(shared_meanwhile,
     "migrate: a page that a child gets meanwhile is the kernel's to flush, and nobody's own")
{
	struct page *page;

	start();
	child = mm_create();
	EXPECT(child && user_store(AT(0), 1));
	step_watch(fork_meanwhile);
	EXPECT_EQ(migrate_page_at(mm, AT(0)), 0);
	page = page_of(0);
	EXPECT_EQ(page->mapcount, 2);
	EXPECT(!page->exclusive && !pte_write(entry(0)));
	/* Why: for luf_owner=same one of the two would be the only owner. */
	EXPECT_EQ(page->owner, OWNER_KERNEL);
}
