/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/machinery/{gup_fast,dax,dma}.c: what fast GUP gives and refuses, and that nothing of
 * a device is left, to programs or to devices, when it has gone.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/dax.h>
#include <kernel/mm/machinery/dma.h>
#include <kernel/mm/machinery/gup_fast.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pfnmap.h>
#include <kernel/mm/objects/mm.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define VA	  0x10000000UL
#define DEVICE_VA 0x10010000UL
#define WRITER	  (GUP_WRITE | GUP_PIN)

static struct mm *mm;
static struct dax_device dax;

static void start(void)
{
	mmu_start(1);
	host_frames(128);
	mm = mm_create();
	EXPECT(mm);
	EXPECT_EQ(do_mmap(mm, VA, PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0), 0);
	EXPECT_EQ(dax_add(&dax), 0);
	dax_give(&dax, 0, 0, 0);
	EXPECT_EQ(pfnmap_mmap(mm, DEVICE_VA, PAGE_SIZE, VM_READ | VM_WRITE, &dax.files[0], 0), 0);
}

static void end(void)
{
	struct account account;

	dax_remove(&dax);
	mm_destroy(mm);
	account_take(&account);
	EXPECT_EQ(account.wrong, 0);
	EXPECT_EQ(account.in_use[PAGE_DEVICE], 0);
	EXPECT_EQ(account.in_use[PAGE_ANON], 0);
}

/* Pin the page at @va, and put it.  Returns the page. */
static struct page *pin(uintptr_t va)
{
	struct page *page = NULL;

	EXPECT_EQ(gup_fast(mm, va, WRITER, &page), 0);
	EXPECT(page && page->pins == 1 && page->refcount == 2);
	gup_put(page, WRITER);
	EXPECT(page->pins == 0 && page->refcount == 1);
	return page;
}

TEST(both, "gup_fast: gives the same page, whether or not its mm is loaded, or fork() under way")
{
	struct page *page;

	start();
	page = pin(VA);
	mm_use(mm);
	EXPECT(pin(VA) == page);
	mm->write_protect_seq++;
	EXPECT(pin(VA) == page);
	mm->write_protect_seq++;
	mm_use(NULL);
	end();
}

TEST(refuses, "gup_fast: what the program itself may not do is refused")
{
	struct page *page;

	start();
	(void)pin(VA);
	mm_use(mm);
	EXPECT_EQ(do_mprotect(mm, VA, PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(gup_fast(mm, VA, WRITER, &page), -EFAULT);
	EXPECT_EQ(do_mprotect(mm, VA, PAGE_SIZE, 0), 0);
	EXPECT_EQ(gup_fast(mm, VA, 0, &page), -EFAULT);
	EXPECT_EQ(gup_fast(mm, VA + PAGE_SIZE, 0, &page), -EFAULT);
	EXPECT_EQ(gup_fast(mm, USER_VA_END, 0, &page), -EFAULT);
	mm_use(NULL);
	end();
}

TEST(device, "dax: its page is had by either path, and by none when it has gone")
{
	struct page *page;

	start();
	page = pin(DEVICE_VA);
	mm_use(mm);
	EXPECT(pin(DEVICE_VA) == page && page == dax.pages[0]);
	EXPECT(dax_find(page_to_pfn(page)) == &dax);
	EXPECT_EQ(dax.live, 1);
	dax_shutdown(&dax);
	EXPECT(!dax_try_get(&dax));
	EXPECT_EQ(gup_fast(mm, DEVICE_VA, 0, &page), -EFAULT);
	EXPECT_EQ(handle_mm_fault(mm, DEVICE_VA, 0), -EFAULT);
	mm_use(NULL);
	end();
}

TEST(keeps_devmap, "mprotect: an entry of a device's page stays one")
{
	struct page *page;

	start();
	page = pin(DEVICE_VA);
	EXPECT_EQ(do_mprotect(mm, DEVICE_VA, PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(mm, DEVICE_VA, PAGE_SIZE, VM_READ | VM_WRITE), 0);
	EXPECT(pin(DEVICE_VA) == page);
	end();
}

TEST(block, "dax: a block is another file's when the first one is cut off")
{
	struct page *page;

	start();
	page = pin(DEVICE_VA);
	EXPECT(dax_truncate(&dax, 0, 0) == page);
	EXPECT(!dax_truncate(&dax, 0, 0));
	EXPECT_EQ(gup_fast(mm, DEVICE_VA, 0, &page), -EFAULT);
	dax_give(&dax, 0, 1, 0);
	end();
}

TEST(engine, "dma: a device reaches a page from begin to end, in its own domain")
{
	static struct dma_domain domains[2];
	static struct dma_engine writer = { .domain = &domains[0] };
	struct page *page;

	start();
	EXPECT_EQ(gup_fast(mm, VA, WRITER, &page), 0);
	EXPECT(!dma_store(&writer, 0, 1));
	dma_begin(&domains[0], 0, page);
	EXPECT(dma_store(&writer, 0, 2));
	EXPECT_EQ(*(uint64_t *)page_va(page), 2);
	dma_attach(&writer, &domains[1]);
	EXPECT(!dma_store(&writer, 0, 3));
	dma_attach(&writer, &domains[0]);
	EXPECT(dma_store(&writer, 0, 4));
	dma_end(&writer, 0, page, WRITER);
	EXPECT(!dma_store(&writer, 0, 5));
	EXPECT_EQ(*(uint64_t *)page_va(page), 4);
	end();
}
