/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What other layers keep for LUF (luf.h): an mm and a file each have a batch of deferred
 * flushes, and a frame has the key of one.
 */
#ifndef KERNEL_TLB_LUF_BATCH_H
#define KERNEL_TLB_LUF_BATCH_H

#include <stdint.h>
#include <kernel/lib/cpumask.h>
#include <kernel/sync/lock.h>

/* Flushes deferred for one mm, one file or one batch of frames, merged. */
struct luf_batch {
	spinlock_t lock; /* protects the rest from concurrent folds; readers may go without */
	uint64_t ugen;	 /* the newest that was folded in; 0: none was */
	struct cpumask mask;
};

/*
 * A frame names its batch by a key.  Keys are reused: a key stands for the newest ugen and
 * the union of the masks of all its users.
 */
typedef uint16_t luf_key_t;
#define LUF_KEY_NONE 0
#define NR_LUF_KEYS  256

#endif
