/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reverse mapping: from a page to the PTEs that map it.
 */
#ifndef KERNEL_MM_OBJECTS_RMAP_H
#define KERNEL_MM_OBJECTS_RMAP_H

#include <stdbool.h>
#include <kernel/mm/tables/entry.h>
#include <kernel/mm/tables/mm_types.h>
#include <kernel/tlb/policy.h>

/*
 * Clear every PTE that maps @page, and leave the flush to the policy in force through
 * @batch.  True: the flush is deferred past the free, so the page must be freed under the
 * key that the policy gives.  Dirty PTEs make the page dirty.  An anonymous page is in the
 * swap cache, and swap entries replace its PTEs.  A page that gup.h has pinned and that is
 * exclusive stays mapped.  Caller holds the page lock.
 */
bool try_to_unmap(struct page *page, struct unmap_batch *batch);

/* The same, but migration entries replace the PTEs. */
bool try_to_migrate(struct page *page, struct unmap_batch *batch);

/* A leaf of @vma at @va that maps @page, or is its entry; a visit holds its PTL. */
struct mapping {
	struct page *page;
	struct vma *vma;
	uintptr_t va;
	pte_t *ptep;
	unsigned int level; /* it covers pte_span(level) bytes */
};

typedef void visit_fn(const struct mapping *mapping, void *arg);

/*
 * Visit every migration entry of frame @pfn, which @page has left or is about to leave.
 * Caller holds the page lock.
 */
void rmap_walk_migration(struct page *page, uint64_t pfn, visit_fn *visit, void *arg);

/*
 * Make every PTE that maps @page read-only and clean, and flush those that were not.
 * On return no store reaches the page without a fault.  Caller holds the page lock.
 */
void page_mkclean(struct page *page);

/* Clear the A bits.  Returns how many were set.  No flush: a lost A only ages the page wrongly. */
unsigned int page_referenced(struct page *page);

#endif
