/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making entries read-only so that the next store faults.  If wp_pinned= (held.h) says so, rule (c)
 * of threads/003 holds: the entry of a page of a COW mapping that somebody may hold keeps W.
 */
#ifndef KERNEL_MM_TABLES_WP_H
#define KERNEL_MM_TABLES_WP_H

#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/leaf.h>

/*
 * Clear W of an entry that has it, and gather its flush.  0, also if the entry needs no check;
 * -EBUSY: somebody holds the page, and the entry is unchanged.  With wp_pinned=allow it does
 * nothing and returns 0.  Caller holds the PTL.  A tlb_visit_fn.
 */
int wp_give_up(struct mmu_gather *tlb, const struct leaf *leaf);

/*
 * Set @mark, ENTRY_…, in the entry and clear W, unless the entry has the mark or @is_left_out() is
 * true of it.  Returns true if the caller must flush.  Caller holds the PTL.
 */
bool wp_mark(const struct leaf *leaf, uint64_t mark, bool (*is_left_out)(pte_t entry));

#endif
