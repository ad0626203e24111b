/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pages that are replaced where they are mapped: replace_page(), breakpoints.
 */
#include <arch/user.h>
#include <kernel/lib/errno.h>
#include <kernel/lib/string.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/madvise.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/replace_page.h>
#include <kernel/mm/machinery/truncate.h>
#include <kernel/mm/machinery/uprobe.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/unit.h>
#include <tests/unit/content.h>

static int replace(uintptr_t va, uint64_t word)
{
	struct page *page = page_alloc_zeroed(PAGE_ANON);
	int err;

	EXPECT(page);
	*(uint64_t *)page_va(page) = word;
	err = replace_page(content_mm, va, page);
	if (err)
		page_put(page);
	return err;
}

TEST(replaced,
     "replace_page: a file's page, a private one, an empty place; each shows the new page")
{
	size_t free;
	uint64_t word;

	content_start();
	content_map(0, RW | VM_EXEC, 0, CONTENT_PAGES);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(replace(CONTENT_AT(0), 100), 0);
	EXPECT_EQ(content_at(0), 100);
	EXPECT(user_exec(CONTENT_AT(0), &word) && word == 100);
	free = page_nr_free();
	EXPECT_EQ(replace(CONTENT_AT(0), 101), 0);
	EXPECT_EQ(content_at(0), 101);
	EXPECT_EQ(page_nr_free(), free);
	EXPECT(user_store(CONTENT_AT(0), 102));
	EXPECT_EQ(content_at(0), 102);
	EXPECT_EQ(replace(CONTENT_AT(1), 103), 0);
	EXPECT_EQ(content_at(1), 103);
	EXPECT_EQ(content_of_device(0), 1);
}

TEST(replace_refused, "replace_page: nothing mapped, a shared mapping, beyond the end")
{
	content_start();
	EXPECT_EQ(replace(CONTENT_AT(0), 1), -EFAULT);
	content_map(0, RW | VM_SHARED, 0, 1);
	EXPECT_EQ(replace(CONTENT_AT(0), 1), -EINVAL);
	content_map(1, RW, 7, 1);
	EXPECT_EQ(file_truncate(content_file, 7), 0);
	EXPECT_EQ(replace(CONTENT_AT(1), 1), -EFAULT);
	EXPECT(content_faults(1));
}

TEST(replace_deferred, "replace_page: a deferred flush of the area is settled")
{
	content_start();
	content_map(0, VM_READ | VM_EXEC, 0, CONTENT_PAGES);
	EXPECT_EQ(content_at(0), 1);
	EXPECT_EQ(reclaim_file_pages(content_file, 0, 1), 1);
	EXPECT(luf_pending(&content_mm->tlb.luf));
	EXPECT_EQ(replace(CONTENT_AT(0), 100), 0);
	EXPECT(!luf_pending(&content_mm->tlb.luf));
	EXPECT_EQ(content_at(0), 100);
}

/* Seven bytes in the midst of page 1 of the file. */
static struct uprobe breakpoint(void)
{
	static const char bytes[] = "a break";

	return (struct uprobe){ .file = content_file,
				.index = 1,
				.offset = 96,
				.len = sizeof(bytes) - 1,
				.bytes = bytes };
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

	content_start();
	second = mm_create();
	EXPECT(second);
	probe = breakpoint();
	content_map(0, VM_READ | VM_EXEC, 1, 1);
	content_map(1, RW | VM_EXEC, 1, 1);
	content_map(2, VM_READ | VM_EXEC | VM_SHARED, 1, 1);
	content_map(3, VM_READ | VM_EXEC, 0, 1);
	EXPECT_EQ(do_mmap(second, CONTENT_AT(0), PAGE_SIZE, VM_READ | VM_EXEC, content_file, 1), 0);
	EXPECT(!runs_breakpoint(content_mm, CONTENT_AT(0)));
	free = page_nr_free();
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT(runs_breakpoint(content_mm, CONTENT_AT(0)));
	EXPECT(!runs_breakpoint(content_mm, CONTENT_AT(1)) &&
	       !runs_breakpoint(content_mm, CONTENT_AT(2)));
	EXPECT(!runs_breakpoint(content_mm, CONTENT_AT(3)));
	EXPECT(runs_breakpoint(second, CONTENT_AT(0)));
	/* To register it twice is the same as once. */
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(content_at(0), 2);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
	EXPECT(!runs_breakpoint(content_mm, CONTENT_AT(0)) &&
	       !runs_breakpoint(second, CONTENT_AT(0)));
	mm_destroy(second);
	EXPECT(page_nr_free() <= free);
}

TEST(uprobe_outlives_rights,
     "uprobe: taken out whatever mprotect() has made of the area, and stores beside it stay")
{
	struct uprobe probe;

	content_start();
	probe = breakpoint();
	for (unsigned int page = 0; page < 8; page += 2)
		content_map(page, VM_READ | VM_EXEC, 1, 1);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(do_mprotect(content_mm, CONTENT_AT(0), PAGE_SIZE, RW | VM_EXEC), 0);
	EXPECT(user_store(CONTENT_AT(0), 7));
	EXPECT_EQ(do_mprotect(content_mm, CONTENT_AT(2), PAGE_SIZE, RW), 0);
	EXPECT_EQ(do_mprotect(content_mm, CONTENT_AT(4), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(content_mm, CONTENT_AT(6), PAGE_SIZE, 0), 0);
	EXPECT_EQ(swap_on(4), 0);
	EXPECT_EQ(reclaim_anon_pages(content_mm, CONTENT_AT(4), 1), 1);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
	for (unsigned int page = 2; page < 8; page += 2)
		EXPECT_EQ(do_mprotect(content_mm, CONTENT_AT(page), PAGE_SIZE, VM_READ | VM_EXEC),
			  0);
	for (unsigned int page = 0; page < 8; page += 2)
		EXPECT(!runs_breakpoint(content_mm, CONTENT_AT(page)));
	EXPECT_EQ(content_at(0), 7);
	EXPECT_EQ(content_at(2), 2);
}

TEST(uprobe_refused, "uprobe: more areas than there is room for, beyond the end, no memory")
{
	struct uprobe probe;

	content_start();
	probe = breakpoint();
	for (unsigned int i = 0; i < UPROBE_MAX_AREAS; i++)
		EXPECT_EQ(do_mmap(content_mm, CONTENT_AT(2 * i), PAGE_SIZE, VM_READ | VM_EXEC,
				  content_file, 1),
			  0);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(do_mmap(content_mm, CONTENT_AT(2 * UPROBE_MAX_AREAS), PAGE_SIZE,
			  VM_READ | VM_EXEC, content_file, 1),
		  0);
	EXPECT_EQ(uprobe_unregister(&probe), -ENOSPC);
	EXPECT_EQ(do_munmap(content_mm, CONTENT_AT(2 * UPROBE_MAX_AREAS), PAGE_SIZE), 0);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
	EXPECT_EQ(file_truncate(content_file, 1), 0);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(uprobe_unregister(&probe), 0);
}

/* Once, when the copy for a breakpoint is being made. */
static void discard_meanwhile(enum step_kind kind, uint64_t pfn)
{
	(void)pfn;
	if (kind != STEP_FRAME_ALLOC)
		return;
	step_watch(NULL);
	EXPECT_EQ(do_madvise(content_mm, CONTENT_AT(0), PAGE_SIZE, MADV_DONTNEED), 0);
}

static void truncate_meanwhile(enum step_kind kind, uint64_t pfn)
{
	(void)pfn;
	if (kind != STEP_FRAME_ALLOC)
		return;
	step_watch(NULL);
	EXPECT_EQ(file_truncate(content_file, 1), 0);
	EXPECT_EQ(file_truncate(content_file, CONTENT_PAGES), 0);
}

TEST(uprobe_copies_what_is_there,
     "uprobe: content that is discarded or truncated meanwhile does not come back")
{
	struct uprobe probe;

	content_start();
	probe = breakpoint();
	content_map(0, RW, 1, 1);
	EXPECT(user_store(CONTENT_AT(0), 7));
	EXPECT_EQ(do_mprotect(content_mm, CONTENT_AT(0), PAGE_SIZE, VM_READ | VM_EXEC), 0);
	step_watch(discard_meanwhile);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(content_at(0), 2);
	EXPECT(runs_breakpoint(content_mm, CONTENT_AT(0)));
	EXPECT_EQ(do_madvise(content_mm, CONTENT_AT(0), PAGE_SIZE, MADV_DONTNEED), 0);
	step_watch(truncate_meanwhile);
	EXPECT_EQ(uprobe_register(&probe), 0);
	EXPECT_EQ(content_at(0), 0);
	EXPECT(runs_breakpoint(content_mm, CONTENT_AT(0)));
}
