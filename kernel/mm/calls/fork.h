/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fork(): a child that sees what its parent had, and nothing that the parent stores later.
 *
 *	areas		each has one like it in the child, behind it in the lists of the reverse
 *			mapping, so that a walk that found the parent's entry finds the copy, too
 *	private pages	shared, read-only in both: the first store gets a copy (cow.h)
 *	pinned pages	copied at once: the parent's device and the parent go on having one
 *	file pages	not copied: the child faults them in
 *	swapped out	one more entry names the slot
 *	moving		the entry is copied, without W: both are restored, read-only
 *
 * The anonymous object goes with the areas: parent and child have their pages at the same
 * offsets of the same object, and one walk finds all of them.
 *
 * What is deferred: a batch that reclaim has left pending may hold a translation through
 * which the parent can store to what the child has now as a swap entry, or a moving one; so
 * it is flushed.  LUF defers flushes of pages that nobody can store to: of these nothing is
 * owed here, for the parent's stores settle them as ever, and no CPU has anything of the
 * child's.  So the child's areas and entries begin without LUF's ticks and markers.
 */
#ifndef KERNEL_MM_CALLS_FORK_H
#define KERNEL_MM_CALLS_FORK_H

#include <kernel/mm/tables/mm_types.h>

/*
 * @child, in which nothing is mapped and which no CPU uses yet, becomes a copy of @parent.  On
 * return no store of the parent's reaches a page that the child has.  0; -EINVAL: something is
 * mapped there; -ENOMEM, and nothing is.
 */
int do_fork(struct mm *parent, struct mm *child);

#endif
