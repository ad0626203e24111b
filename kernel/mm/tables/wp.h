/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Taking the right to store away from a page of a COW mapping that somebody may hold: rule (c) of
 * threads/003, as far as wp_pinned= (held.h) has it in force.
 */
#ifndef KERNEL_MM_TABLES_WP_H
#define KERNEL_MM_TABLES_WP_H

#include <kernel/mm/tables/gather.h>
#include <kernel/mm/tables/leaf.h>

/*
 * Take W away from an entry that has it, and gather its flush.  0, also where there is nothing to
 * ask; -EBUSY: somebody holds the page, and the entry is as it was.  By wp_pinned=allow it does
 * nothing: 0.  Caller holds the PTL.  A tlb_visit_fn.
 */
int wp_give_up(struct mmu_gather *tlb, const struct leaf *leaf);

#endif
