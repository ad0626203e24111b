/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Showing an execution: a column a CPU, a line an event.
 */
#ifndef ARCH_MODEL_SUITE_WITNESS_H
#define ARCH_MODEL_SUITE_WITNESS_H

#include <stdbool.h>

/*
 * Print the trace of the execution that has just been run, as diagnostics.  @whole: every
 * event; else what a reader needs to follow it: steps, user accesses, invalidations and
 * interrupts.
 */
void witness_print(bool whole);

#endif
