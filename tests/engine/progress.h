/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far the run is, in the last row of a screen:
 *
 *	12 of 270, 0 failed, 01:23, 5300 runs/s: unmap/unmap-flush-tell
 *	soak, 812 sessions, 0 violations, 01:23, 5300 runs/s: unmap/unmap-flush-tell
 */
#ifndef TESTS_ENGINE_PROGRESS_H
#define TESTS_ENGINE_PROGRESS_H

#include <stdint.h>

#define PROGRESS_MAX 160

/* Test @name has had @runs, in @cycles.  Cheap: shown a few times a second. */
void progress_show(const char *name, uint64_t runs, uint64_t cycles);

/* It is a soak, of which so many sessions are over and so many violations were seen. */
void progress_soak(uint64_t sessions, uint64_t violations);

/* All is over. */
void progress_end(void);

#endif
