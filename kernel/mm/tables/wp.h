/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Making a page of a COW mapping read-only that somebody may hold: rule (c) of threads/003, as far
 * as wp_pinned= (held.h) applies it.
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

#endif
