/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What goes before event @earlier of a trace if event @later does: those between them that need
 * not come after it.  A thread is left out from its first event that must.  If that is inside
 * a handler, the CPU's program is stuck from there on; if in a section that no interrupt
 * may enter, its handler is; if it is a store of the program's that leaves the buffer, the
 * handler is where it needs that empty; and so is what comes after something stuck.
 */
#ifndef ARCH_MODEL_SEARCH_REVERSAL_H
#define ARCH_MODEL_SEARCH_REVERSAL_H

#include <stdint.h>
#include <arch/model/machine/limits.h>

struct reversal {
	threads_t seen;	     /* threads that have an event in it */
	threads_t may_begin; /* those whose first one depends on nothing else in it */
	threads_t left_out;
	threads_t stuck; /* left out for this reason */
	uint16_t first[MAX_THREADS];
	uint16_t stuck_at[MAX_THREADS];
	uint16_t left_at[MAX_THREADS];
	uint16_t kept_by[MAX_THREADS]; /* one more than the event that made it wait, or 0 */
	/* One more than the first store of a program that does not leave the buffer, or 0. */
	uint16_t filled_by[MODEL_CPUS];
};

/*
 * Returns 0, or one more than the event that @later would have to come before as well, for it is
 * what makes @later wait.
 */
uint16_t reversal_plan(struct reversal *reversal, uint32_t earlier, uint32_t later);

#endif
