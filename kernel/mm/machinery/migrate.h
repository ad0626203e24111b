/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Migration: a page moves to another frame while programs use it.
 *
 *	unmap	migration entries take the PTEs' place; faults on them wait
 *	flush	what the policy owes: no CPU can store into the old frame any longer
 *	copy	if nobody else holds a reference to it
 *	replace	the new frame takes its place in the page cache, or the swap cache
 *	restore	the PTEs, to the new frame, with the rights that their areas have now
 *	free	the old frame; under LUF, with the flush of read-only PTEs still deferred
 *
 * An entry holds no reference.  So munmap() just clears it, and the restore finds it or
 * not; so nobody who waits can be the last to hold the old frame, whose deferred flush
 * only the migration can name.
 *
 * Under LUF a CPU may go on reading the old frame beside a restored read-only PTE: both
 * hold the same until somebody stores, and whoever lets them settles the flush before.
 */
#ifndef KERNEL_MM_MACHINERY_MIGRATE_H
#define KERNEL_MM_MACHINERY_MIGRATE_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Move @page, of which the caller has a reference that is used up.  0; -EAGAIN: somebody
 * is at work on it, or holds another reference, and it stays; -ENOMEM.
 */
int migrate_page(struct page *page);

/* Move the page that @mm maps at @va.  As above; -ENOENT: it maps none there. */
int migrate_page_at(struct mm *mm, uintptr_t va);

/*
 * An entry says that its page is moving: wait until pages that moved have a place again.
 * Caller may hold mmap_lock for reading: whoever moves a page needs none.
 */
void migration_wait(void);

#endif
