/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a call that changes markers of userfaultfd holds while it does, its flush included.
 * Three designs (threads/002):
 *
 *	write	mmap_lock for writing: no fault, and no other such call, comes between the
 *		entries' change and their flush
 *	group	mmap_lock for reading, and the mm's group lock: calls that protect go on
 *		beside each other, but none beside one that un-protects.  So a marker is
 *		cleared only when what set it has been flushed.  (The thread's lets those
 *		that un-protect go on together, too; here one keeps the other out.)
 *	read	mmap_lock for reading, and nothing else: whoever copies a page asks whether
 *		a flush is under way, and makes it first (Linux, 6ce64428d620)
 */
#ifndef KERNEL_MM_OBJECTS_UFFD_LOCK_H
#define KERNEL_MM_OBJECTS_UFFD_LOCK_H

#include <kernel/mm/tables/mm_types.h>

/* As uffd_lock= has it. */
const char *uffd_lock_name(enum uffd_lock lock);

/* The design in force; changed only while no test runs. */
enum uffd_lock uffd_lock(void);
void uffd_lock_choose(enum uffd_lock lock);

/* Hold it, for a call that sets markers, or one that clears them; and release it. */
void uffd_lock_mm(struct mm *mm, bool sets);
void uffd_unlock_mm(struct mm *mm, bool sets);

#endif
