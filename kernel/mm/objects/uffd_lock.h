/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lock that a call holds while it changes markers of userfaultfd, its flush included.
 * Three designs (threads/002):
 *
 *	write	mmap_lock for writing: no fault and no other such call comes between the
 *		change of the entries and their flush
 *	group	mmap_lock for reading, and the mm's group lock: calls that protect run
 *		concurrently, but not with one that un-protects.  So a marker is cleared
 *		only after the call that set it has flushed.  (In the thread calls that
 *		un-protect run concurrently, too; here they exclude each other.)
 *	read	mmap_lock for reading alone: a fault that copies a page asks whether a
 *		flush is pending, and makes it first (Linux, 6ce64428d620).  With the other
 *		two it does so only while a call of another kind may have taken W away
 */
#ifndef KERNEL_MM_OBJECTS_UFFD_LOCK_H
#define KERNEL_MM_OBJECTS_UFFD_LOCK_H

#include <kernel/mm/tables/mm_types.h>

/* @lock as uffd_lock= spells it. */
const char *uffd_lock_name(enum uffd_lock lock);

/* The design in force; changed only while no test runs. */
enum uffd_lock uffd_lock(void);
void uffd_lock_choose(enum uffd_lock lock);

/* Take and release the lock of the design; @sets: for a call that sets markers, not clears. */
void uffd_lock_mm(struct mm *mm, bool sets);
void uffd_unlock_mm(struct mm *mm, bool sets);

#endif
