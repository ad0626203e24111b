/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Migration: a page moves to another frame while programs use it.
 *
 *	unmap	replace the PTEs by migration entries; faults on them wait
 *	flush	what the policy owes: no CPU can store into the old frame any longer
 *	copy	if nobody else has a reference to it
 *	replace	the old frame by the new one in the page cache or the swap cache
 *	restore	the PTEs, to the new frame, with the rights that their VMAs allow now
 *	free	the old frame; under LUF with the flush of read-only PTEs still deferred
 *
 * A migration entry holds no reference.  So munmap() just clears it, and the restore does not
 * find it.  And no fault that waits can drop the last reference to the old frame, whose deferred
 * flush only the migration knows.
 *
 * Under LUF a CPU may go on reading the old frame while a restored read-only PTE maps the new one:
 * both have the same content until somebody stores, and the fault that allows the store makes the
 * flush before.
 */
#ifndef KERNEL_MM_MACHINERY_MIGRATE_H
#define KERNEL_MM_MACHINERY_MIGRATE_H

#include <kernel/mm/tables/mm_types.h>

/*
 * Move @page; the caller's reference is used up.  0; -EAGAIN: somebody works on the page or has
 * another reference, and it stays; -ENOMEM.
 */
int migrate_page(struct page *page);

/* Move the page that @mm maps at @va.  Errors as above; -ENOENT: it maps none there. */
int migrate_page_at(struct mm *mm, uintptr_t va);

/*
 * After finding a migration entry: wait until the migrations in progress have restored their
 * entries.  Caller may hold mmap_lock for reading, since a migration does not take it.
 */
void migration_wait(void);

#endif
