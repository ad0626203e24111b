/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The progress of the run, in the last row of the screen:
 *
 *	12 of 270, 0 failed, 01:23, 5300 runs/s: unmap/unmap-flush-tell
 *	soak, 812 sessions, 0 violations, 01:23, 5300 runs/s: unmap/unmap-flush-tell
 */
#ifndef TESTS_ENGINE_PROGRESS_H
#define TESTS_ENGINE_PROGRESS_H

#include <stdint.h>

#define PROGRESS_MAX 160

/* Test @name had @runs in @cycles.  Cheap: it is shown only a few times a second. */
void progress_show(const char *name, uint64_t runs, uint64_t cycles);

/* The run is a soak with so many @sessions over and @violations seen. */
void progress_soak(uint64_t sessions, uint64_t violations);

/* The run is over. */
void progress_end(void);

#endif
