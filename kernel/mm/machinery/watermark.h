/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Watermarks: reclaim ahead of need, so that few faults have to wait for it.
 */
#ifndef KERNEL_MM_MACHINERY_WATERMARK_H
#define KERNEL_MM_MACHINERY_WATERMARK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * From now on, whoever finds fewer than @low frames free reclaims until @high are.
 * 0, 0: nobody does before memory is out.
 */
void watermark_set(size_t low, size_t high);

/*
 * Memory is out: reclaim a batch, even of pages that are in use all the time.  False: none
 * can go.  Caller holds no locks.
 */
bool reclaim_some(void);

/*
 * Reclaim if it is time to.  One CPU does, and the others go on with what is left; from
 * three quarters of the low mark down each brings a batch of its own, for under LUF a flush is
 * good for all that are free then.  Caller holds no locks.
 */
void watermark_check(void);

#endif
