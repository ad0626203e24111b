/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does it suffice to explore a test without store buffers?
 *
 * A store that waits in a buffer makes a difference only if it closes a cycle of what happened
 * before what (Bouajjani, Derevenetc, Meyer, ESOP 2013): the CPU stores x and then, with x still
 * in its buffer, loads y; somebody writes y after that, which leads to an access of x that is made
 * before the store is seen.  If there is such a cycle, there is one in which a single CPU
 * delays stores, and then there is an execution without buffers, as well,
 *
 *	… write of y → … → access of x | store of x, load of y
 *
 * in which that CPU has not come after the write of y before it stores x, and does so by that.
 * So when all executions without buffers have been looked at and none was like that, buffers
 * add none.
 *
 * A CPU has one buffer: what its program stores may wait while its handler loads.  Walkers
 * load past the buffer, its CPU's own stores included.  Any store counts, marked or not, but for
 * plain ones to what only one CPU at a time accesses: they are ordered, or a race is reported.
 */
#ifndef ARCH_MODEL_SEARCH_ROBUST_H
#define ARCH_MODEL_SEARCH_ROBUST_H

#include <stdbool.h>

/* A new search. */
void robust_begin(void);

/* Look at the execution that has come to its end. */
void robust_look(void);

/* Would buffers have made no difference to any of those that were looked at? */
bool robust_so_far(void);

#endif
