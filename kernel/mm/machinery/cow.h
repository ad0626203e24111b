/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copy-on-write: when may an anonymous page be written in place that is mapped read-only in a
 * VMA that allows stores?  Three rules (threads/003):
 *
 *	count		if nobody else has a reference: rule (a) of the thread.  A temporary
 *			reference costs a copy; a holder that stores into the page, such as a
 *			device, then stores into the old page
 *	mapcount	if nobody else maps it: the rule before.  A holder of a reference
 *			without a mapping sees the stores
 *	exclusive	if it has the exclusive mark: Linux since 5.19.  New pages have it; it is
 *			set where count allows the store; fork() clears it.  Without the mark:
 *			count
 *
 * And how is a page pinned for reading, for a short time, that is not exclusive to this mapping?
 * Three rules, too:
 *
 *	unshare		the mapping first gets a page of its own, as for other pins (Linux since
 *			5.19)
 *	refuse		the page is pinned as it is.  A later store copies it, and the holder does
 *			not see that store
 *	wait		the same, but a store that would replace a pinned page waits until it is
 *			not pinned any more: see pin_wait.h
 */
#ifndef KERNEL_MM_MACHINERY_COW_H
#define KERNEL_MM_MACHINERY_COW_H

#include <kernel/mm/tables/mm_types.h>

/* @rule as cow= spells it. */
const char *cow_rule_name(enum cow_rule rule);

/* Set the rule in force, unless a mutant overrides it; only while no test runs. */
void cow_rule_choose(enum cow_rule rule);

/*
 * May the page be written in place through the mapping whose PTL the caller holds?  The caller has
 * a reference beside the mapping's.
 */
bool cow_may_reuse(const struct page *page);

/* @rule as pin_ro= spells it; set the rule in force, as above. */
const char *pin_ro_name(enum pin_ro rule);
void pin_ro_choose(enum pin_ro rule);

/*
 * May the page be pinned as it is, with the GUP_… in @flags?  Without the exclusive mark the
 * mapping may lose the page, so a pin may not rely on it; but cow=count and cow=mapcount allow all
 * short pins.  Caller holds the PTL, or looks at the entry again.
 */
bool cow_may_pin(const struct page *page, unsigned int flags);

/* Do stores wait for pins by the rule?  Must one that would replace @page, under the PTL? */
bool cow_waits(void);
bool cow_must_wait(const struct page *page);

/* Must fork() copy the page at once, because it is pinned?  Caller holds the mapping's PTL. */
bool cow_must_copy(const struct page *page);

/*
 * Make @page, which only this mapping will have, anonymous memory at @index of @anon, with the
 * exclusive mark, and let the reverse mapping and reclaim find it.
 */
void cow_make_own(struct page *page, uint64_t index, struct areas *anon);

/* A copy of @from for @owner, passed to cow_make_own(); NULL if there is no memory. */
struct page *cow_copy(const struct page *from, owner_t owner, uint64_t index, struct areas *anon);

/* @child maps the page from now on, too.  Caller holds the PTLs of both mappings. */
void cow_share(struct page *page, const struct mm *child);

/*
 * @mm maps the anonymous @page.  If another mm owned it, it has no owner any longer, so that with
 * luf_owner=same every CPU flushes before it gets one again.  Caller holds the PTL.
 */
void cow_note_owner(struct page *page, const struct mm *mm);

#endif
