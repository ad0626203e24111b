/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Showing an execution: a column for each CPU, a line for each event.
 */
#ifndef ARCH_MODEL_SUITE_WITNESS_H
#define ARCH_MODEL_SUITE_WITNESS_H

#include <stdbool.h>

/*
 * Print the trace of the execution that was just run, as diagnostics.  @whole: every event; if not,
 * what a reader needs to follow it: steps, user accesses, invalidations and interrupts.
 */
void witness_print(bool whole);

#endif
