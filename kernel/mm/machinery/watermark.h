/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Watermarks: reclaim before memory runs out, so that few faults wait for it.
 */
#ifndef KERNEL_MM_MACHINERY_WATERMARK_H
#define KERNEL_MM_MACHINERY_WATERMARK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * From now on a CPU that finds fewer than @low free frames reclaims until @high are free.  0, 0: no
 * CPU does so before there is no memory left.
 */
void watermark_set(size_t low, size_t high);

/*
 * There is no memory left: reclaim a batch, even of pages that are always in use.  False: none can
 * be freed.  Caller holds no locks.
 */
bool reclaim_some(void);

/*
 * Under LUF, make the deferred flush if few frames are left that need none: an allocation that came
 * to the first that does would wait for it.  Then reclaim if the low mark is reached.  One CPU does
 * so, and the others go on with what is left; below three quarters of the low mark each CPU
 * reclaims a batch of its own, because under LUF one flush covers all frames that are free at that
 * time.  Caller holds no locks.
 */
void watermark_check(void);

#endif
