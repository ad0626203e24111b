/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Does it suffice to explore a test without store buffers?
 *
 * A store that waits in a buffer makes a difference only if it closes a cycle in the happens-before
 * order (Bouajjani, Derevenetc, Meyer, ESOP 2013): the CPU stores x and then, with x still in its
 * buffer, loads y; another CPU writes y after that, and this leads to an access of x before the
 * store is visible.  If there is such a cycle, there is one in which a single CPU delays stores,
 * and then there is also an execution without buffers,
 *
 *	… write of y → … → access of x | store of x, load of y
 *
 * in which only the store of x orders that CPU after the write of y.  So if no execution without
 * buffers is like that, buffers add no executions.
 *
 * A CPU has one buffer: stores of its program may wait while its handler loads.  Walkers load past
 * the buffer, even past stores of their own CPU.  Any store counts, marked or not, except plain
 * stores to places that only one CPU at a time accesses: these are ordered, or a race is reported.
 */
#ifndef ARCH_MODEL_SEARCH_ROBUST_H
#define ARCH_MODEL_SEARCH_ROBUST_H

#include <stdbool.h>

/* A new search. */
void robust_begin(void);

/* Look at the execution that has just ended. */
void robust_look(void);

/* True if buffers would have made no difference to any execution looked at. */
bool robust_so_far(void);

#endif
