/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parallel work: each item has a process of its own, and its output is printed as a whole, in the
 * order of the items.
 *
 *	this process		fork 0, fork 1, …     print 0     fork 2, print 1, …
 *	item 0			  +--- work(0) ---------+
 *	item 1				   +--- work(1) ---------------+
 *
 * A crash affects only its own item.  Only the result comes back from an item's memory.
 */
#ifndef ARCH_MODEL_SUITE_JOBS_H
#define ARCH_MODEL_SUITE_JOBS_H

#include <stdbool.h>
#include <stddef.h>

struct jobs {
	unsigned int at_a_time; /* 1: all work is done in this process */
	size_t nr;		/* how many items */
	size_t result_size;
	/* Do @item; *@result is zeroed. */
	void (*work)(size_t item, void *result);
	/*
	 * Called in this process, in order, once the output of @item is printed.  @death: how
	 * its process ended before its work was done, or NULL.
	 */
	void (*collect)(size_t item, const void *result, const char *death);
	/*
	 * Once this returns true no further item is begun; after those that were begun have been
	 * collected, leave_out() is called for each of the rest, in order.  NULL: begin all.
	 */
	bool (*enough)(void);
	void (*leave_out)(size_t item);
};

/*
 * Do all items.  False: a process died.  If no process can be started: a line on stderr and exit
 * status 2.
 */
bool jobs_run(const struct jobs *jobs);

/* The most memory that one of the processes has had resident so far, in KiB. */
long jobs_peak_kib(void);

#endif
