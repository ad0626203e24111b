/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the memory manager tells luf_debug=on: from an entry, a frame or a step to the
 * mm, the address and the page that it is about.
 *
 * One line at each place that changes an entry; where nothing is watched, a branch.
 */
#ifndef KERNEL_MM_TABLES_DEBUG_H
#define KERNEL_MM_TABLES_DEBUG_H

#include <arch/pte.h>
#include <kernel/tlb/luf_debug.h>

struct mm;
struct page;

/* Turn the mode on.  Called before any CPU loads an mm. */
void debug_start(void);

/* The leaf at @ptep was @old and is @new; or is about to be, where @old is not present. */
void luf_debug_leaf_changed(const pte_t *ptep, pte_t old, pte_t new);

/* The link of @mm to table @pfn, which covers @va, was cleared. */
void luf_debug_table_unlinked(const struct mm *mm, uintptr_t va, uint64_t pfn);

/* Every leaf in @table, which served @va of @mm, is lost to that. */
void luf_debug_leaves_lost_to(const struct mm *mm, uintptr_t va, const pte_t *table);

/* @page has been read, into a slot of the cache that others may have a copy of the last page of. */
void luf_debug_page_refilled(const struct page *page);

/* No area is in [@start, @end) any longer: no CPU can reach what was there, whoever left it. */
void luf_debug_range_gone(const struct mm *mm, uintptr_t start, uintptr_t end);

/*
 * On return of the call that began at @since, no CPU can do more in [@start, @end) than
 * @vm_flags.
 */
void luf_debug_range_settled(const struct mm *mm, uintptr_t start, uintptr_t end,
			     unsigned int vm_flags, uint64_t since);

#endif
