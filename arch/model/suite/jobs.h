/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Doing several things at a time: each item of work has a process of its own, and what it
 * prints appears whole, in the order of the items.
 *
 *	this process		fork 0, fork 1, …     print 0     fork 2, print 1, …
 *	item 0			  +--- work(0) ---------+
 *	item 1				   +--- work(1) ---------------+
 *
 * An item that crashes takes only itself along.  Of what it does to its memory nothing comes
 * back but its result.
 */
#ifndef ARCH_MODEL_SUITE_JOBS_H
#define ARCH_MODEL_SUITE_JOBS_H

#include <stdbool.h>
#include <stddef.h>

struct jobs {
	unsigned int at_a_time; /* 1: all is done in this process */
	size_t nr;		/* of items */
	size_t result_size;
	/* Do @item; *@result is zeroed. */
	void (*work)(size_t item, void *result);
	/*
	 * Called here, in order, once what @item had to say is printed.  @death: how its
	 * process ended before its work, or NULL.
	 */
	void (*collect)(size_t item, const void *result, const char *death);
	/*
	 * From when this says so on no item is begun, and once those that were have been collected
	 * leave_out() is called for each of the rest, in order.  NULL: all are begun.
	 */
	bool (*enough)(void);
	void (*leave_out)(size_t item);
};

/*
 * Do all of them.  False: one died.  If no process can be started, a line on stderr and
 * exit status 2.
 */
bool jobs_run(const struct jobs *jobs);

/* The most memory that one of the processes has had resident so far, in KiB. */
long jobs_peak_kib(void);

#endif
