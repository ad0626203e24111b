/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/frames/account.c: balanced accounts pass, and each way in which they do not balance is
 * reported as what it is.
 */
#include <string.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/objects/mm.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

static struct account account;

static bool balances(void)
{
	host_console_clear();
	account_take(&account);
	return account_balances(&account);
}

static void start(void)
{
	mmu_start(1);
	host_frames(64);
}

TEST(balanced, "account: frames that are free, or the kernel's, balance")
{
	struct page *page;

	start();
	EXPECT(balances());
	page = page_alloc(PAGE_KERNEL);
	page_put(page_alloc(PAGE_ANON));
	EXPECT(page && balances());
	EXPECT_EQ(account.in_use[PAGE_KERNEL], 1);
	EXPECT_EQ(account.in_use[PAGE_FREE], 1);
	EXPECT_EQ(account.frames, 2);
	EXPECT(!*host_console());
}

TEST(an_mm, "account: an mm that comes and goes leaves nothing but the kernel's objects")
{
	struct mm *mm;

	start();
	mm = mm_create();
	EXPECT(mm && !balances());
	mm_destroy(mm);
	EXPECT(balances());
}

TEST(leaked, "account: a frame that was forgotten is named by its kind")
{
	start();
	EXPECT(page_alloc(PAGE_ANON) && page_alloc(PAGE_TABLE) && page_alloc(PAGE_TABLE));
	EXPECT(!balances());
	EXPECT(strstr(host_console(), "1 frames are still in use: anonymous"));
	EXPECT(strstr(host_console(), "2 frames are still in use: tables"));
}

TEST(written_off, "account: what was written off is told once, and what goes missing next again")
{
	struct page *page;

	start();
	page = page_alloc(PAGE_ANON);
	EXPECT(!balances());
	account_write_off(&account);
	EXPECT(balances());
	EXPECT_EQ(account_written_off(), 1);
	EXPECT(page_alloc(PAGE_ANON));
	EXPECT(!balances());
	account_write_off(&account);
	/* One comes back, another is lost. */
	page_put(page);
	EXPECT(balances());
	EXPECT(page_alloc(PAGE_ANON));
	EXPECT(!balances());
}

TEST(miswritten, "account: wrong counts, and frames that the allocator lacks, are written off, too")
{
	struct page *page;

	start();
	page = page_alloc(PAGE_KERNEL);
	page->mapcount = 2;
	page = page_alloc(PAGE_ANON);
	page->refcount = 0;
	page->kind = PAGE_FREE;
	EXPECT(!balances());
	account_write_off(&account);
	EXPECT(balances());
	page = page_alloc(PAGE_KERNEL);
	page->mapcount = 2;
	EXPECT(!balances());
}

TEST(miscounted, "account: more mappings than references are a contradiction")
{
	struct page *page;

	start();
	page = page_alloc(PAGE_KERNEL);
	page->mapcount = 2;
	EXPECT(!balances());
	EXPECT(strstr(host_console(), "1 frames are miscounted"));
	EXPECT(strstr(host_console(), "1 references, mapped 2 times"));
}

TEST(lost, "account: a free frame that the allocator does not have is missed")
{
	struct page *page;

	start();
	page = page_alloc(PAGE_ANON);
	page->refcount = 0;
	page->kind = PAGE_FREE;
	EXPECT(!balances());
	EXPECT(strstr(host_console(), "1 frames are free, and the allocator has 0"));
}
