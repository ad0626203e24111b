/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which events go before event @earlier of a trace if event @later does: those between the two that
 * need not come after @earlier.  A thread is left out from its first event that must.  If that
 * event is inside a handler, the CPU's program is stuck from there on; if it is in a section
 * without interrupts, the CPU's handler is stuck; if it is the drain of a program's store, the
 * handler is stuck where it needs an empty buffer; and so is all that comes after something stuck.
 */
#ifndef ARCH_MODEL_SEARCH_REVERSAL_H
#define ARCH_MODEL_SEARCH_REVERSAL_H

#include <stdint.h>
#include <arch/model/machine/limits.h>

struct reversal {
	threads_t seen;	     /* threads that have an event in it */
	threads_t may_begin; /* those whose first event depends on nothing else in it */
	threads_t left_out;
	threads_t stuck; /* threads that are left out for this reason */
	uint16_t first[MAX_THREADS];
	uint16_t stuck_at[MAX_THREADS];
	uint16_t left_at[MAX_THREADS];
	uint16_t kept_by[MAX_THREADS]; /* one more than the event that made the thread wait, or 0 */
	/* One more than the first store of a program that stays in the buffer, or 0. */
	uint16_t filled_by[MODEL_CPUS];
};

/*
 * Returns 0, or one more than the event that makes @later wait, so that @later would have to come
 * before it as well.
 */
uint16_t reversal_plan(struct reversal *reversal, uint32_t earlier, uint32_t later);

#endif
