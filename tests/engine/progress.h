/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How far the run is, in the last row of a screen:
 *
 *	12 of 270, 0 failed, 01:23, 5300 runs/s: unmap/unmap-flush-tell
 */
#ifndef TESTS_ENGINE_PROGRESS_H
#define TESTS_ENGINE_PROGRESS_H

#include <stdint.h>

#define PROGRESS_MAX 160

/* @runs more were made, in @cycles.  Cheap: shown a few times a second. */
void progress_show(uint64_t runs, uint64_t cycles);

/* All is over. */
void progress_end(void);

#endif
