/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * get_user_pages_fast(): the page at an address without a lock, walked as hardware walks.
 *
 *	this CPU			who takes a page, or a table, away
 *	interrupts off
 *	read the entries, top down	clear the entry
 *	a reference, if not zero	flush: interrupts those who have the mm loaded,
 *	   and a pin			   and waits until they have answered
 *	read the leaf again		read references, and pins
 *	interrupts on			free
 *
 * Tables are safe since an IPI is not answered during the walk: no flush of freed tables
 * returns.  So it walks only what this CPU has loaded; a CPU that is lazy in it is told of tables,
 * too.  Pages are not safe by that: reclaim, KSM and fork() ask for references before they flush,
 * or flush nobody, and leaf flushes pass lazy CPUs by.  For them the order counts: the
 * reference is a LOCKed operation between the two reads of the leaf, and they change the leaf by
 * another one before they ask.  fork(), which may leave a leaf as it was, has a count instead
 * (mm->write_protect_seq).
 */
#ifndef KERNEL_MM_MACHINERY_GUP_FAST_H
#define KERNEL_MM_MACHINERY_GUP_FAST_H

#include <kernel/mm/machinery/gup.h>

/*
 * gup(), which it falls back to: what is not loaded here, not there, not allowed, or neither
 * anonymous memory nor a device's, takes the slow path.
 */
int gup_fast(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page);

#endif
