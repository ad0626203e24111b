/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * get_user_pages_fast(): get the page at an address without a lock, by a walk like the hardware's.
 *
 *	this CPU			a CPU that removes a page or a table
 *	disable interrupts
 *	read the entries, top down	clear the entry
 *	take a reference, if not zero,	flush: interrupt the CPUs that have the mm loaded,
 *	   and a pin			   and wait until they have answered
 *	read the leaf again		read references and pins
 *	enable interrupts		free
 *
 * Tables are safe because this CPU answers no IPI during the walk, so no flush of freed tables
 * returns.  That holds only for the mm that this CPU has loaded; flushes of tables interrupt lazy
 * CPUs, too.  Pages are not safe by that: reclaim, KSM and fork() read references before they
 * flush, or flush nothing, and flushes of leaves do not interrupt lazy CPUs.  For pages the order
 * matters: taking the reference is a LOCKed operation between the two reads of the leaf, and they
 * change the leaf with another one before they read references.  fork() may leave a leaf unchanged,
 * so it has a count instead (mm->write_protect_seq).
 */
#ifndef KERNEL_MM_MACHINERY_GUP_FAST_H
#define KERNEL_MM_MACHINERY_GUP_FAST_H

#include <kernel/mm/machinery/gup.h>

/*
 * As gup(), to which it falls back if the mm is not loaded here, the page is not there or not
 * allowed, or it is neither anonymous memory nor a device's.
 */
int gup_fast(struct mm *mm, uintptr_t va, unsigned int flags, struct page **page);

#endif
