/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Entries that must stay while somebody holds their page.  Who takes no PTL, fast GUP, takes the
 * page by a LOCKed operation and then reads the entry again:
 *
 *	here				fast GUP
 *	clear the entry			take the page
 *	is the page held?		is the entry as it was?
 *
 * One of the two sees the other.
 *
 * May a page of a COW mapping that somebody holds become read-only where it was writable?  Three
 * rules (wp_pinned=):
 *
 *	allow	yes: the mark of cow.h says whose it is.  Without the mark the next store would get
 *		a copy, and the holder keep the page
 *	refuse	not while it is pinned.  mprotect(), clear_refs and userfaultfd's protection fail
 *		(-EBUSY), NUMA's hints and KSM pass it by, and fork() copies it at once
 *	count	the same, and reclaim and migration pass it by, whatever reference it is that
 *		somebody has, be it theirs for a moment: rule (c) of threads/003
 */
#ifndef KERNEL_MM_TABLES_HELD_H
#define KERNEL_MM_TABLES_HELD_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/pgtable.h>
#include <kernel/race/step.h>
#include <kernel/rules/abi.h>

/* As wp_pinned= has it; and the rule in force, changed only while no test runs. */
const char *wp_pinned_name(enum wp_pinned rule);
void wp_pinned_choose(enum wp_pinned rule);
bool wp_refuses(void);

/*
 * Does anybody hold the anonymous @page, by the rule in force, beside whoever has @known references
 * of it?
 */
bool page_has_holder(const struct page *page, int32_t known);

typedef bool held_fn(const struct page *page);

/*
 * Clear the present entry of @page at @va, and say in *@old what it was; false: @is_held says so of
 * the page, and the entry is as before.  @early: for mutants, which ask first.  Caller holds the
 * PTL, and flushes.
 */
#define ptep_clear_unless_held(ptep, va, page, is_held, early, old)                                \
	held_clear(ptep, va, page, is_held, early, old, STEP_SITE(PTE_CLEAR))

/* It is a macro so that the step is the caller's. */
bool held_clear(pte_t *ptep, uintptr_t va, const struct page *page, held_fn *is_held, bool early,
		pte_t *old, const struct step_site *site);

#endif
