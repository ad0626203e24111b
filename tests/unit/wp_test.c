/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wp_pinned=refuse: pages that are held may not be made read-only.  What each call does then, what
 * it leaves behind, and what counts as holding.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/numa.h>
#include <kernel/mm/calls/softdirty.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/gup.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define VA    0x10000000UL
#define PAGES 3

static struct mm *mm;
static struct page *held;

static uintptr_t va_of(unsigned int page)
{
	return VA + page * PAGE_SIZE;
}

static bool is_writable(unsigned int page)
{
	return pte_write(pte_get(pte_lookup(mm, va_of(page))));
}

static bool is_present(unsigned int page)
{
	return pte_present(pte_get(pte_lookup(mm, va_of(page))));
}

/* Pages that were stored to, of which the second is held with @flags. */
static void start(enum cow_rule cow, enum wp_pinned rule, unsigned int flags)
{
	mmu_start(1);
	host_frames(128);
	cow_rule_choose(cow);
	wp_pinned_choose(rule);
	mm = mm_create();
	EXPECT(mm);
	EXPECT_EQ(do_mmap(mm, VA, PAGES * PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0), 0);
	for (unsigned int i = 0; i < PAGES; i++)
		EXPECT_EQ(handle_mm_fault(mm, va_of(i), FAULT_WRITE), 0);
	EXPECT_EQ(gup(mm, va_of(1), flags, &held), 0);
}

static void end(unsigned int flags)
{
	struct account account;

	gup_put(held, flags);
	mm_destroy(mm);
	account_take(&account);
	EXPECT(account_balances(&account));
	cow_rule_choose(COW_EXCLUSIVE);
	wp_pinned_choose(WP_PINNED_ALLOW);
}

TEST(protect, "wp: mprotect() fails for a pinned page, and every page can be stored to as before")
{
	start(COW_EXCLUSIVE, WP_PINNED_REFUSE, GUP_WRITE | GUP_PIN);
	EXPECT_EQ(do_mprotect(mm, VA, PAGES * PAGE_SIZE, VM_READ), -EBUSY);
	EXPECT(is_writable(1));
	for (unsigned int i = 0; i < PAGES; i++) {
		EXPECT_EQ(handle_mm_fault(mm, va_of(i), FAULT_WRITE), 0);
		EXPECT(is_writable(i));
	}
	EXPECT(pfn_to_page(pte_pfn(pte_get(pte_lookup(mm, va_of(1))))) == held);
	end(GUP_WRITE | GUP_PIN);
}

TEST(elsewhere, "wp: mprotect() of the pages beside a pinned one is made")
{
	start(COW_EXCLUSIVE, WP_PINNED_REFUSE, GUP_PIN);
	EXPECT_EQ(do_mprotect(mm, va_of(0), PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(mm, va_of(2), PAGE_SIZE, VM_READ), 0);
	EXPECT(!is_writable(0) && is_writable(1) && !is_writable(2));
	EXPECT_EQ(handle_mm_fault(mm, va_of(0), FAULT_WRITE), -EFAULT);
	end(GUP_PIN);
}

TEST(keeps_write, "wp: mprotect() that leaves the right to store asks nobody")
{
	start(COW_EXCLUSIVE, WP_PINNED_REFUSE, GUP_PIN);
	EXPECT_EQ(do_mprotect(mm, VA, PAGES * PAGE_SIZE, VM_READ | VM_WRITE | VM_EXEC), 0);
	EXPECT(is_writable(1));
	end(GUP_PIN);
}

TEST(allow, "wp: by default a pinned page is made read-only")
{
	start(COW_EXCLUSIVE, WP_PINNED_ALLOW, GUP_PIN);
	EXPECT_EQ(do_mprotect(mm, VA, PAGES * PAGE_SIZE, VM_READ), 0);
	EXPECT(!is_writable(1));
	end(GUP_PIN);
}

TEST(clear_refs,
     "wp: clear_refs fails for a pinned page, and is made of the others, before and behind")
{
	start(COW_EXCLUSIVE, WP_PINNED_REFUSE, GUP_PIN);
	EXPECT_EQ(do_clear_refs(mm, VA, PAGES * PAGE_SIZE), -EBUSY);
	EXPECT(!is_writable(0) && is_writable(1) && !is_writable(2));
	end(GUP_PIN);
}

TEST(hint, "wp: a pinned page gets no hint, and that is no error")
{
	start(COW_EXCLUSIVE, WP_PINNED_REFUSE, GUP_PIN);
	EXPECT_EQ(change_prot_numa(mm, VA, PAGES * PAGE_SIZE), 0);
	EXPECT(!is_present(0) && is_present(1) && !is_present(2));
	end(GUP_PIN);
}

TEST(reference, "wp: by wp_pinned=count any reference holds a page")
{
	start(COW_COUNT, WP_PINNED_COUNT, 0);
	EXPECT_EQ(do_clear_refs(mm, va_of(1), PAGE_SIZE), -EBUSY);
	end(0);
}

TEST(no_pin, "wp: by wp_pinned=refuse one that is no pin does not")
{
	start(COW_EXCLUSIVE, WP_PINNED_REFUSE, 0);
	EXPECT_EQ(do_clear_refs(mm, va_of(1), PAGE_SIZE), 0);
	EXPECT(!is_writable(1));
	end(0);
}

TEST(forked, "wp: fork() copies a page that somebody has by a reference alone")
{
	struct mm *child;

	start(COW_COUNT, WP_PINNED_COUNT, GUP_WRITE);
	child = mm_create();
	EXPECT(child);
	EXPECT_EQ(do_fork(mm, child), 0);
	EXPECT(!is_writable(0) && is_writable(1) && !is_writable(2));
	EXPECT(pte_pfn(pte_get(pte_lookup(child, va_of(1)))) != page_to_pfn(held));
	EXPECT_EQ(pte_pfn(pte_get(pte_lookup(child, VA))), pte_pfn(pte_get(pte_lookup(mm, VA))));
	mm_destroy(child);
	end(GUP_WRITE);
}
