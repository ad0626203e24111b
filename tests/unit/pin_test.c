/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pins of a page that parent and child share, by each pin_ro=: what may be pinned as it is, what a
 * store does then, and that a store that waits in vain goes on, and leaves nothing behind.
 */
#include <kernel/lib/errno.h>
#include <kernel/mm/calls/exit.h>
#include <kernel/mm/calls/fork.h>
#include <kernel/mm/calls/mmap.h>
#include <kernel/mm/frames/account.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/machinery/gup.h>
#include <kernel/mm/machinery/mm_fault.h>
#include <kernel/mm/machinery/pin_wait.h>
#include <kernel/mm/objects/mm.h>
#include <kernel/mm/objects/watched.h>
#include <kernel/mm/tables/pgtable.h>
#include <tests/unit/host.h>
#include <tests/unit/mmu.h>
#include <tests/unit/unit.h>

#define VA 0x10000000UL

static struct mm *parent;
static struct mm *child;
static struct page *pinned;

/* A parent that has stored to its page, and a child that has it, too. */
static void start(enum pin_ro rule)
{
	mmu_start(1);
	host_frames(128);
	cow_rule_choose(COW_EXCLUSIVE);
	pin_ro_choose(rule);
	parent = mm_create();
	child = mm_create();
	EXPECT(parent && child);
	EXPECT_EQ(do_mmap(parent, VA, PAGE_SIZE, VM_READ | VM_WRITE, NULL, 0), 0);
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
	EXPECT_EQ(do_fork(parent, child), 0);
}

static struct page *page_of(struct mm *mm)
{
	return pfn_to_page(pte_pfn(pte_get(pte_lookup(mm, VA))));
}

static void end(void)
{
	struct account account;

	mm_destroy(parent);
	mm_destroy(child);
	account_take(&account);
	EXPECT(account_balances(&account));
	pin_ro_choose(PIN_RO_UNSHARE);
	pin_wait_watch(NULL);
}

TEST(unshare, "pins: by default the mapping gets a page of its own first")
{
	start(PIN_RO_UNSHARE);
	EXPECT_EQ(gup(parent, VA, GUP_PIN, &pinned), 0);
	EXPECT(pinned == page_of(parent) && pinned != page_of(child));
	gup_put(pinned, GUP_PIN);
	end();
}

TEST(refuse, "pins: refused, a store gets a copy, and the holder keeps what was there")
{
	start(PIN_RO_REFUSE);
	EXPECT_EQ(gup(parent, VA, GUP_PIN, &pinned), 0);
	EXPECT(pinned == page_of(child));
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
	EXPECT(pinned != page_of(parent));
	gup_put(pinned, GUP_PIN);
	end();
}

/* A pin with @flags, by @rule, is of the parent's own page. */
static void expect_own(enum pin_ro rule, unsigned int flags)
{
	start(rule);
	EXPECT_EQ(gup(parent, VA, flags, &pinned), 0);
	EXPECT(pinned == page_of(parent) && pinned != page_of(child));
	EXPECT(pinned->exclusive);
	gup_put(pinned, flags);
	end();
}

TEST(refuse_long, "pins: for long, the page is the mapping's own, though short ones are refused")
{
	expect_own(PIN_RO_REFUSE, GUP_PIN | GUP_LONGTERM);
}

TEST(wait_long, "pins: for long, the page is the mapping's own, though short ones are waited for")
{
	expect_own(PIN_RO_WAIT, GUP_PIN | GUP_LONGTERM);
}

TEST(refuse_write, "pins: for storing, the page is the mapping's own, refused or not")
{
	expect_own(PIN_RO_REFUSE, GUP_PIN | GUP_WRITE);
}

TEST(wait_write, "pins: for storing, the page is the mapping's own, waited for or not")
{
	expect_own(PIN_RO_WAIT, GUP_PIN | GUP_WRITE);
}

static unsigned int begun;
static unsigned int ended;

static bool begin(const int *flag)
{
	EXPECT_EQ(*flag, 0);
	begun++;
	return true;
}

static bool is_vain(void)
{
	return true;
}

/* The holder gives the page back while somebody waits. */
static bool give_back(void)
{
	gup_put(pinned, GUP_PIN);
	return false;
}

static void finish(void)
{
	ended++;
}

TEST(vain, "pins: who waits for one that nobody gives back is let go, parent and child")
{
	static const struct wait_watch watch = { begin, is_vain, finish };

	begun = ended = 0;
	start(PIN_RO_WAIT);
	pin_wait_watch(&watch);
	EXPECT_EQ(gup(parent, VA, GUP_PIN, &pinned), 0);
	EXPECT(pinned == page_of(child));
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), -EFAULT);
	EXPECT_EQ(handle_mm_fault(child, VA, FAULT_WRITE), -EFAULT);
	EXPECT(begun == 2 && ended == 2);
	EXPECT(pinned == page_of(parent) && pinned == page_of(child));
	gup_put(pinned, GUP_PIN);
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
	EXPECT(begun == 2 && pinned != page_of(parent));
	end();
}

TEST(woken, "pins: a store waits until the last one is given back, and then begins anew")
{
	static const struct wait_watch watch = { begin, give_back, finish };
	struct page *second;

	begun = ended = 0;
	start(PIN_RO_WAIT);
	pin_wait_watch(&watch);
	EXPECT_EQ(gup(parent, VA, GUP_PIN, &pinned), 0);
	EXPECT_EQ(gup(child, VA, GUP_PIN, &second), 0);
	EXPECT_EQ(pinned->pins, 2);
	gup_put(second, GUP_PIN);
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
	EXPECT(begun == 1 && ended == 1);
	EXPECT(page_of(parent) == page_of(child));
	EXPECT_EQ(handle_mm_fault(parent, VA, FAULT_WRITE), 0);
	EXPECT(begun == 1 && page_of(parent) != page_of(child));
	end();
}

TEST(counted, "pins: where references or mappings decide, any page is pinned, but not for long")
{
	struct page page = { .kind = PAGE_ANON };

	for (enum cow_rule rule = COW_COUNT; rule <= COW_MAPCOUNT; rule++) {
		cow_rule_choose(rule);
		EXPECT(cow_may_pin(&page, GUP_PIN) && cow_may_pin(&page, GUP_PIN | GUP_WRITE));
		EXPECT(!cow_may_pin(&page, GUP_PIN | GUP_LONGTERM));
	}
	cow_rule_choose(COW_EXCLUSIVE);
	EXPECT(!cow_may_pin(&page, GUP_PIN) && !cow_may_pin(&page, GUP_PIN | GUP_WRITE));
	page.exclusive = true;
	EXPECT(cow_may_pin(&page, GUP_PIN | GUP_LONGTERM));
}
