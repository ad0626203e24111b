/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the memory manager tells luf_debug=on.  It finds the mm, the address and the page that
 * an entry, a frame or a step is about.
 *
 * Each place that changes an entry has one line, which is one branch if the mode is off.
 */
#ifndef KERNEL_MM_TABLES_DEBUG_H
#define KERNEL_MM_TABLES_DEBUG_H

#include <arch/pte.h>
#include <kernel/tlb/luf_debug.h>

struct mm;
struct page;

/* Turn the mode on.  Called before any CPU loads an mm. */
void debug_start(void);

/* The leaf at @ptep was @old and is now @new; if @old is not present, it is about to be @new. */
void luf_debug_leaf_changed(const pte_t *ptep, pte_t old, pte_t new);

/* The link of @mm to table @pfn, which covers @va, was cleared. */
void luf_debug_table_unlinked(const struct mm *mm, uintptr_t va, uint64_t pfn);

/* @table no longer serves @va of @mm: every leaf in it is lost to @mm. */
void luf_debug_leaves_lost_to(const struct mm *mm, uintptr_t va, const pte_t *table);

/* @page was read into a slot of the page cache; CPUs may still see the slot's last page. */
void luf_debug_page_refilled(const struct page *page);

/* No VMA is in [@start, @end) any longer: no CPU can reach what was there, whoever unmapped it. */
void luf_debug_range_gone(const struct mm *mm, uintptr_t start, uintptr_t end);

/*
 * The call that began at @since returns, and promises that no CPU can do more in
 * [@start, @end) than @vm_flags.
 */
void luf_debug_range_settled(const struct mm *mm, uintptr_t start, uintptr_t end,
			     unsigned int vm_flags, uint64_t since);

#endif
