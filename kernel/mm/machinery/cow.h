/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copy-on-write: when may an anonymous page, mapped read-only where the area allows stores,
 * be written in place?  Three rules (threads/003):
 *
 *	count		nobody else has a reference: rule (a) of the thread.  Somebody who
 *			holds one for a moment costs a copy; who stores into the page by it,
 *			as a device does, loses it to that copy
 *	mapcount	nobody else maps it: what was before.  Who has a reference and no
 *			mapping sees the stores
 *	exclusive	it is marked as this mapping's own: Linux since 5.19.  The mark is set
 *			on new pages, and where count allows the store; fork() takes it away.
 *			Without the mark: count
 *
 * And what becomes of a pin for reading only, which the holder gives back soon, of a page that is
 * not this mapping's own?  Three rules, too:
 *
 *	unshare		the mapping gets a page of its own first, as for other pins (Linux since
 *			5.19)
 *	refuse		it is taken of the page as it is.  A store gets a copy then, and the
 *			holder does not see it
 *	wait		the same, but who would replace a pinned page waits until it is none: see
 *			pin_wait.h
 */
#ifndef KERNEL_MM_MACHINERY_COW_H
#define KERNEL_MM_MACHINERY_COW_H

#include <kernel/mm/tables/mm_types.h>

/* As cow= has it. */
const char *cow_rule_name(enum cow_rule rule);

/* The rule in force, but for mutants; changed only while no test runs. */
void cow_rule_choose(enum cow_rule rule);

/*
 * May the page be written in place through the mapping whose PTL the caller holds?  He has a
 * reference beside the mapping's.
 */
bool cow_may_reuse(const struct page *page);

/* As pin_ro= has it; and the rule in force, as above. */
const char *pin_ro_name(enum pin_ro rule);
void pin_ro_choose(enum pin_ro rule);

/*
 * May the page be pinned as it is, with GUP_…?  If it is not its mapping's own, which only the
 * mark says, a pin cannot rely on it; but cow=count and cow=mapcount let all do so that are not
 * for long.  Caller holds the PTL, or looks at the entry once more.
 */
bool cow_may_pin(const struct page *page, unsigned int flags);

/* Does anybody wait for pins; must who would replace @page?  Caller of this one holds the PTL. */
bool cow_waits(void);
bool cow_must_wait(const struct page *page);

/* Must fork() copy the page at once, since it is pinned?  Caller holds its mapping's PTL. */
bool cow_must_copy(const struct page *page);

/*
 * @page, which only this mapping will have, is anonymous memory at @index of @anon, and the
 * mapping's own: let the reverse mapping and reclaim find it.
 */
void cow_make_own(struct page *page, uint64_t index, struct areas *anon);

/* A copy of @from for @owner, made its own; NULL when memory is out. */
struct page *cow_copy(const struct page *from, owner_t owner, uint64_t index, struct areas *anon);

/* @child maps the page, too.  Caller holds the PTLs of both mappings. */
void cow_share(struct page *page, const struct mm *child);

/*
 * @mm maps the anonymous @page: if it was given to another, it is nobody's own any more, so that
 * luf_owner=same has every CPU flush before it is anybody's.  Caller holds the PTL.
 */
void cow_note_owner(struct page *page, const struct mm *mm);

#endif
