/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entries that must stay while somebody holds their page.  Fast GUP takes no PTL: it takes the
 * page with a LOCKed operation, and then reads the entry again:
 *
 *	here				fast GUP
 *	clear the entry			take a reference to the page
 *	is the page held?		is the entry unchanged?
 *
 * At least one of the two sees the other.
 *
 * May a page of a COW mapping become read-only while somebody holds it?  Three rules
 * (wp_pinned=):
 *
 *	allow	yes: the exclusive mark of cow.h keeps the page with its mapping.  Without the mark
 *		the next store would copy it, and the holder keep the old page
 *	refuse	not while it is pinned.  mprotect(), clear_refs and userfaultfd's protection fail
 *		(-EBUSY), NUMA hinting and KSM skip it, and fork() copies it at once
 *	count	not while anybody has a reference, even for a moment; reclaim and migration skip
 *		the page, too: rule (c) of threads/003
 */
#ifndef KERNEL_MM_TABLES_HELD_H
#define KERNEL_MM_TABLES_HELD_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/rules/abi.h>

/* @rule as wp_pinned= spells it.  Set the rule in force; only while no test runs. */
const char *wp_pinned_name(enum wp_pinned rule);
void wp_pinned_choose(enum wp_pinned rule);
bool wp_refuses(void);

/*
 * Does anybody hold the anonymous @page by the rule in force, apart from the @known references
 * of the caller?
 */
bool page_has_holder(const struct page *page, int32_t known);

typedef bool held_fn(const struct page *page);

/*
 * Clear the present entry of @page at @va, and set *@old to what it was.  False: @is_held(page) is
 * true, and the entry is as before.  @early: for mutants, which ask before they clear.  Caller
 * holds the PTL, and flushes.
 */
#define ptep_clear_unless_held(ptep, va, page, is_held, early, old)                                \
	held_clear(ptep, va, page, is_held, early, old, STEP_SITE(PTE_CLEAR))

/* A macro above, so that the step names the caller. */
bool held_clear(pte_t *ptep, uintptr_t va, const struct page *page, held_fn *is_held, bool early,
		pte_t *old, const struct step_site *site);

#endif
