/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/mm/calls/fork.c and kernel/mm/machinery/{cow,gup}.c: whose pages they are, who may
 * store to them, and that all come back whichever mm ends first.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/calls/mprotect.h>
#include <kernel/mm/calls/munmap.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/gup.h>
#include <kernel/mm/machinery/migrate.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/vmscan.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/swap.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define VA 0x10000000UL

static struct mm *parent;
static struct mm *child;

/* A parent with one page that it has stored to, and its child. */
static void start(void)
{
	mmu_start(1);
	host_frames(128);
	parent = mm_create();
	child = mm_create();
	EXPECT(parent && child);
	EXPECT_EQ(do_mmap(parent, VA, PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0), 0);
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
}

static struct page *page_of(struct mm *mm)
{
	const pte_t *ptep = pte_lookup(mm, VA);

	return ptep && pte_present(pte_get(ptep)) ? pfn_to_page(pte_pfn(pte_get(ptep))) : NULL;
}

static bool is_writable(struct mm *mm)
{
	return pte_write(pte_get(pte_lookup(mm, VA)));
}

static void end(struct mm *first, struct mm *second)
{
	struct account account;

	mm_destroy(first);
	mm_destroy(second);
	account_take(&account);
	EXPECT(account_balances(&account));
}

TEST(shares, "fork: parent and child have one page, read-only, which is nobody's own")
{
	start();
	EXPECT(page_of(parent)->exclusive);
	EXPECT_EQ(page_of(parent)->owner, mm_owner(parent));
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT(page_of(child) == page_of(parent));
	EXPECT(!is_writable(parent) && !is_writable(child));
	EXPECT_EQ(page_of(parent)->refcount, 2);
	EXPECT(!page_of(parent)->exclusive);
	EXPECT_EQ(page_of(parent)->owner, OWNER_KERNEL);
	end(parent, child);
}

TEST(store, "fork: a store gets a copy, and the last one who has the page keeps it")
{
	struct page *page;

	start();
	EXPECT_EQ(do_fork(parent, child), 0);
	page = page_of(parent);
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
	EXPECT(page_of(parent) != page && page_of(child) == page);
	EXPECT_EQ(handle_mm_fault(child, VA, FAULT_WRITE), 0);
	EXPECT(page_of(child) == page && is_writable(child) && page->exclusive);
	end(child, parent);
}

TEST(parent_first, "fork: a parent that ends first leaves its child a page that can still be moved")
{
	struct page *page;

	start();
	EXPECT_EQ(do_fork(parent, child), 0);
	page = page_of(child);
	mm_destroy(parent);
	EXPECT_EQ(migrate_page_at(child, VA), 0);
	EXPECT(page_of(child) && page_of(child) != page);
	parent = mm_create();
	EXPECT(parent && parent->anon != page_of(child)->anon);
	end(child, parent);
}

/* The page of both is read in for one, whose frame it then is, and after that for the other. */
static void read_in(bool child_first)
{
	struct mm *first, *second;

	start();
	first = child_first ? child : parent;
	second = child_first ? parent : child;
	EXPECT_EQ(swap_on(2), 0);
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT_EQ(reclaim_anon_pages(parent, VA, 1), 1);
	EXPECT(!page_of(parent) && !page_of(child));
	EXPECT_EQ(handle_mm_fault(first, VA, 0), 0);
	EXPECT_EQ(page_of(first)->owner, mm_owner(first));
	EXPECT_EQ(handle_mm_fault(second, VA, 0), 0);
	EXPECT(page_of(first) == page_of(second));
	EXPECT_EQ(page_of(second)->owner, OWNER_KERNEL);
}

TEST(swapped_owner, "fork: a frame that both read in is nobody's own, whoever is first")
{
	for (unsigned int child_first = 0; child_first < 2; child_first++) {
		if (!unit_fork()) {
			EXPECT_EQ(unit_wait(), 0);
			continue;
		}
		read_in(child_first);
		end(parent, child);
		unit_exit(0);
	}
}

TEST(not_empty, "fork: a child in which something is mapped is refused, and stays as it was")
{
	start();
	EXPECT_EQ(do_mmap(child, VA, PAGE_SIZE, VM_READ, NULL, 0), 0);
	EXPECT_EQ(do_fork(parent, child), -EINVAL);
	EXPECT(is_writable(parent));
	end(parent, child);
}

TEST(no_memory, "fork: wherever memory is out, nothing is left of the child")
{
	unsigned int failed = 0;
	size_t most;

	start();
	most = page_nr_free();
	for (size_t left = 0; left < 8; left++) {
		struct page *taken[128];
		size_t nr = 0;
		int err;

		while (page_nr_free() > left && nr < most)
			taken[nr++] = page_alloc(PAGE_KERNEL);
		err = do_fork(parent, child);
		EXPECT(err == 0 || err == -ENOMEM);
		failed += err != 0;
		if (err)
			EXPECT(!page_of(child));
		EXPECT_EQ(page_of(parent)->refcount, err ? 1 : 2);
		EXPECT_EQ(do_munmap(child, 0, USER_VA_END), 0);
		while (nr)
			page_put(taken[--nr]);
	}
	EXPECT_EQ(failed, 3); /* the tables */
	end(parent, child);
}

TEST(pins, "gup: a pinned page is copied by fork(), and neither moves nor is given away")
{
	struct page *page;

	start();
	EXPECT_EQ(gup(parent, VA, GUP_WRITE | GUP_PIN, &page), 0);
	EXPECT(page == page_of(parent));
	EXPECT_EQ(page->pins, 1);
	EXPECT_EQ(migrate_page_at(parent, VA), -EAGAIN);
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT(page_of(parent) == page && page_of(child) != page && is_writable(parent));
	EXPECT(page_of(child)->exclusive && !is_writable(child));
	gup_put(page, GUP_WRITE | GUP_PIN);
	EXPECT_EQ(page->pins, 0);
	EXPECT_EQ(page->refcount, 1);
	end(parent, child);
}

TEST(read_pin, "gup: a pin for reading takes a shared page apart; a reference does not")
{
	struct page *page;
	struct page *pinned;

	start();
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT_EQ(gup(parent, VA, 0, &page), 0);
	EXPECT(page == page_of(child));
	EXPECT_EQ(gup(parent, VA, GUP_PIN, &pinned), 0);
	EXPECT(pinned == page_of(parent) && pinned != page && pinned->exclusive);
	gup_put(page, 0);
	gup_put(pinned, GUP_PIN);
	end(parent, child);
}

/* The parent, whose VMA has become read-only, has its page pinned for reading. */
static void pin_read_only(void)
{
	struct page *page;

	EXPECT_EQ(do_mprotect(parent, VA, PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(gup(parent, VA, GUP_PIN, &page), 0);
	EXPECT(page == page_of(parent) && page->exclusive && !is_writable(parent));
	gup_put(page, GUP_PIN);
}

TEST(pin_of_shared, "gup: a pin for reading gives no right to store to the copy that it makes")
{
	start();
	EXPECT_EQ(do_fork(parent, child), 0);
	pin_read_only();
	end(parent, child);
}

TEST(pin_of_alone, "gup: nor to a page that its mapping has alone again")
{
	start();
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT_EQ(do_munmap(child, 0, USER_VA_END), 0);
	pin_read_only();
	end(parent, child);
}

TEST(copy_is_known, "fork: the copy of a pinned page can be moved, and is its child's")
{
	struct page *page;
	struct page *copy;

	start();
	EXPECT_EQ(gup(parent, VA, GUP_WRITE | GUP_PIN, &page), 0);
	EXPECT_EQ(do_fork(parent, child), 0);
	copy = page_of(child);
	EXPECT_EQ(copy->owner, mm_owner(child));
	EXPECT_EQ(migrate_page_at(child, VA), 0);
	EXPECT(page_of(child) && page_of(child) != copy);
	gup_put(page, GUP_WRITE | GUP_PIN);
	end(parent, child);
}

TEST(two_tables, "fork: an area that two tables serve is copied to its end")
{
	uintptr_t last = VA + pte_span(1);

	start();
	EXPECT_EQ(do_mmap(parent, VA, pte_span(1) + PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0), 0);
	EXPECT_EQ(handle_mm_fault(parent, last, FAULT_WRITE), 0);
	EXPECT_EQ(handle_mm_fault(parent, last - PAGE_SIZE, FAULT_WRITE), 0);
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT(pte_present(pte_get(pte_lookup(child, last))));
	EXPECT(pte_present(pte_get(pte_lookup(child, last - PAGE_SIZE))));
	end(parent, child);
}

TEST(neighbours, "fork: of areas side by side each is copied once")
{
	start();
	EXPECT_EQ(do_mmap(parent, VA - PAGE_SIZE, PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0), 0);
	EXPECT_EQ(handle_mm_fault(parent, VA - PAGE_SIZE, FAULT_WRITE), 0);
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT_EQ(page_of(parent)->refcount, 2);
	end(parent, child);
}

TEST(protected_twice, "mprotect: a page that a child has, too, does not become writable in place")
{
	start();
	EXPECT_EQ(do_fork(parent, child), 0);
	EXPECT_EQ(do_mprotect(parent, VA, PAGE_SIZE, VM_READ), 0);
	EXPECT_EQ(do_mprotect(parent, VA, PAGE_SIZE, VM_READ | VM_WRITE), 0);
	EXPECT(!is_writable(parent));
	end(parent, child);
}

TEST(gup_refuses, "gup: what the program itself may not do is refused")
{
	struct page *page;

	start();
	EXPECT_EQ(gup(parent, VA + PAGE_SIZE, 0, &page), -EFAULT);
	EXPECT_EQ(do_mmap(parent, VA, PAGE_SIZE, VM_READ, NULL, 0), 0);
	EXPECT_EQ(gup(parent, VA, GUP_WRITE, &page), -EFAULT);
	EXPECT_EQ(do_mmap(parent, VA, PAGE_SIZE, VM_READ | VM_SHARED, NULL, 0), 0);
	EXPECT_EQ(gup(parent, VA, 0, &page), -EINVAL);
	end(parent, child);
}

TEST(rules, "cow: each rule asks what it says")
{
	struct page page = { .refcount = 2, .mapcount = 1 };

	for (enum cow_rule rule = 0; rule < NR_COW_RULES; rule++) {
		cow_rule_choose(rule);
		EXPECT(cow_may_reuse(&page));
	}
	page.refcount = 3; /* somebody holds it */
	cow_rule_choose(COW_COUNT);
	EXPECT(!cow_may_reuse(&page));
	cow_rule_choose(COW_MAPCOUNT);
	EXPECT(cow_may_reuse(&page));
	cow_rule_choose(COW_EXCLUSIVE);
	EXPECT(!cow_may_reuse(&page));
	page.exclusive = true;
	EXPECT(cow_may_reuse(&page));
}
