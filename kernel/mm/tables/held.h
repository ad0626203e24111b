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
 */
#ifndef KERNEL_MM_TABLES_HELD_H
#define KERNEL_MM_TABLES_HELD_H

#include <stdbool.h>
#include <kernel/mm/frames/page.h>
#include <kernel/mm/tables/pgtable.h>

typedef bool held_fn(const struct page *page);

/*
 * Clear the present entry of @page at @va, and say in *@old what it was; false: @is_held says so of
 * the page, and the entry is as before.  @early: for mutants, which ask first.  Caller holds the
 * PTL, and flushes.
 */
bool ptep_clear_unless_held(pte_t *ptep, uintptr_t va, const struct page *page, held_fn *is_held,
			    bool early, pte_t *old);

#endif
