/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The one walk over the leaves of a range, whatever their level:
 *
 *	struct leaf leaf = leaves_between(mm, start, end);
 *
 *	while (leaf_lock_next(&leaf)) {
 *		…the entry at leaf.ptep, which may map nothing
 *		leaf_unlock(&leaf);
 *	}
 *
 * An entry of 4 KiB is visited if its table exists.  A large leaf is visited once, and must lie in
 * the range as a whole: a caller that acts on a part of one splits it before.  Each step walks
 * anew from the root, since the rmap may remove a table between two steps (retract.h).
 */
#ifndef KERNEL_MM_TABLES_LEAF_H
#define KERNEL_MM_TABLES_LEAF_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/mm/tables/pgtable.h>

struct leaf {
	struct mm *mm;
	uintptr_t va;	    /* where it begins */
	unsigned int level; /* it covers pte_span(level) bytes */
	pte_t *ptep;
	uintptr_t next; /* where the walk goes on */
	uintptr_t end;
};

static inline struct leaf leaves_between(struct mm *mm, uintptr_t start, uintptr_t end)
{
	return (struct leaf){ .mm = mm, .next = start, .end = end };
}

/*
 * Go to the next leaf and take its PTL, which leaf_unlock() releases; false: there is none.
 * Caller holds mmap_lock, or an areas lock of the VMA that the range lies in.
 */
bool leaf_lock_next(struct leaf *leaf);

/* Flush @leaf alone.  Caller has changed it, and may hold the PTL. */
void leaf_flush(const struct leaf *leaf);

static inline void leaf_unlock(const struct leaf *leaf)
{
	pte_unlock(leaf->ptep);
}

#endif
