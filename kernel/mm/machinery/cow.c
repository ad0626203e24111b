/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules of cow.h, and the exclusive mark.
 */
#include <kernel/lib/string.h>
#include <kernel/mm/frames/alloc.h>
#include <kernel/mm/frames/lru.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/race/point.h>
#include <kernel/rules/mutants.h>

static enum cow_rule chosen = COW_EXCLUSIVE;

const char *cow_rule_name(enum cow_rule rule)
{
	static const char *const names[NR_COW_RULES] = {
		[COW_COUNT] = "count",
		[COW_MAPCOUNT] = "mapcount",
		[COW_EXCLUSIVE] = "exclusive",
	};

	return names[rule];
}

static enum cow_rule cow_rule(void)
{
	/* Why not: a holder without a mapping would see later stores.  Litmus gup/vmsplice. */
	if (mutant(COW_BY_MAPCOUNT))
		return COW_MAPCOUNT;
	/* Why not: a store would replace a pinned page under its device.  Litmus gup/fork. */
	if (mutant(COW_BY_COUNT))
		return COW_COUNT;
	return chosen;
}

void cow_rule_choose(enum cow_rule rule)
{
	chosen = rule;
}

/* Do only the mapping and the caller have references?  The swap cache's counts as another. */
static bool is_alone(const struct page *page)
{
	return READ_ONCE(page->refcount) == 2;
}

bool cow_may_reuse(const struct page *page)
{
	/* Why: it may be a child's.  Litmus fork/store-after. */
	if (mutant(COW_REUSES_SHARED))
		return true;
	switch (cow_rule()) {
	case COW_MAPCOUNT:
		return page_mapcount(page) == 1 && !READ_ONCE(page->swap);
	case COW_EXCLUSIVE:
		return READ_ONCE(page->exclusive) || is_alone(page);
	default:
		return is_alone(page);
	}
}

static enum pin_ro chosen_pin_ro = PIN_RO_UNSHARE;

const char *pin_ro_name(enum pin_ro rule)
{
	static const char *const names[NR_PIN_ROS] = {
		[PIN_RO_UNSHARE] = "unshare",
		[PIN_RO_REFUSE] = "refuse",
		[PIN_RO_WAIT] = "wait",
	};

	return names[rule];
}

static enum pin_ro pin_ro(void)
{
	/* Why not: the holder would miss the program's stores.  Litmus gup/short-pin. */
	if (mutant(PIN_RO_REFUSED))
		return PIN_RO_REFUSE;
	/* Why not: the waiter may be the holder, or hold what the holder waits for.  Litmus
	 * gup/pin-own-store, gup/pin-crossed. */
	if (mutant(PIN_RO_WAITED_FOR))
		return PIN_RO_WAIT;
	return chosen_pin_ro;
}

void pin_ro_choose(enum pin_ro rule)
{
	chosen_pin_ro = rule;
}

bool cow_may_pin(const struct page *page, unsigned int flags)
{
	/* Why: the holder would miss the program's stores.  Litmus gup/long-pin. */
	bool is_long = flags & GUP_LONGTERM && !mutant(GUP_FORGETS_LONGTERM);

	if (page->kind == PAGE_ANON && READ_ONCE(page->exclusive))
		return true;
	if (is_long)
		return false;
	return cow_rule() != COW_EXCLUSIVE || (!(flags & GUP_WRITE) && pin_ro() != PIN_RO_UNSHARE);
}

bool cow_waits(void)
{
	return pin_ro() == PIN_RO_WAIT;
}

bool cow_must_wait(const struct page *page)
{
	/* Why: the holder would miss the program's stores.  Litmus gup/pin-wait. */
	return cow_waits() && READ_ONCE(page->pins) && !mutant(COW_SKIP_PIN_WAIT);
}

bool cow_must_copy(const struct page *page)
{
	/* Why: the parent's next store would copy the page, and the device keep the old one.
	 * Litmus gup/fork. */
	return cow_rule() == COW_EXCLUSIVE && READ_ONCE(page->exclusive) && READ_ONCE(page->pins) &&
	       !mutant(FORK_SHARES_PINNED);
}

void cow_make_own(struct page *page, uint64_t index, struct areas *anon)
{
	page->index = index;
	WRITE_ONCE(page->anon, anon);
	WRITE_ONCE(page->exclusive, true);
	lru_add(page);
}

struct page *cow_copy(const struct page *from, owner_t owner, uint64_t index, struct areas *anon)
{
	struct page *copy = page_alloc_for(PAGE_ANON, owner);

	if (!copy)
		return NULL;
	point();
	memcpy(page_va(copy), page_va(from), PAGE_SIZE);
	cow_make_own(copy, index, anon);
	return copy;
}

void cow_share(struct page *page, const struct mm *child)
{
	/* Why: each would see the other's stores.  Litmus fork/store-after. */
	if (!mutant(FORK_KEEPS_EXCLUSIVE))
		WRITE_ONCE(page->exclusive, false);
	cow_note_owner(page, child);
}

void cow_note_owner(struct page *page, const struct mm *mm)
{
	if (READ_ONCE(page->owner) != mm_owner(mm))
		WRITE_ONCE(page->owner, OWNER_KERNEL);
}
