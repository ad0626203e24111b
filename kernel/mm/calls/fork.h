/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fork(): a child that sees what its parent had, and nothing that the parent stores later.
 *
 *	VMAs		each gets a copy in the child, behind it in the lists of the reverse
 *			mapping, so that a walk that found the parent's entry finds the copy, too
 *	private pages	shared, read-only in both: the first store copies the page (cow.h)
 *	pinned pages	copied at once: the parent and its device go on sharing one page
 *	file pages	not copied: the child faults them in
 *	swapped out	one more entry names the slot
 *	moving		the entry is copied without W: both are restored read-only
 *
 * The child's VMAs belong to the parent's anonymous object: parent and child have their pages at
 * the same offsets of the same object, and one walk finds all of them.
 *
 * Deferred flushes: while a batch of reclaim is pending, the parent may still be able to store to
 * a page that the child now has as a swap or migration entry.  So fork() flushes the batch.  LUF
 * defers only flushes of pages that no CPU can store to.  These need nothing here: the parent's
 * stores settle them as always, and no CPU has translations of the child.  So the child's VMAs
 * and entries begin without LUF's ticks and markers.
 */
#ifndef KERNEL_MM_CALLS_FORK_H
#define KERNEL_MM_CALLS_FORK_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Make @child, in which nothing is mapped and which no CPU uses yet, a copy of @parent.  On return
 * no store of the parent reaches a page that the child has.  0; -EINVAL: something is mapped in
 * @child; -ENOMEM: nothing is mapped there then.
 */
int do_fork(struct mm *parent, struct mm *child);

#endif
