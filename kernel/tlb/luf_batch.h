/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What others keep for LUF (luf.h): a batch of deferred flushes in an mm or a file, and the
 * name of one in a frame.
 */
#ifndef KERNEL_TLB_LUF_BATCH_H
#define KERNEL_TLB_LUF_BATCH_H

#include <stdint.h>
#include <kernel/lib/cpumask.h>
#include <kernel/sync/lock.h>

/* Flushes deferred for one mm, one file or one batch of frames, merged. */
struct luf_batch {
	spinlock_t lock; /* protects the rest against folding; readers may look without */
	uint64_t ugen;	 /* the newest that was folded in; 0: nothing ever was */
	struct cpumask mask;
};

/*
 * Frames name their batch by a key, which is recycled: a key that is given again
 * stands for the newest ugen and the union of masks of all its users.
 */
typedef uint16_t luf_key_t;
#define LUF_KEY_NONE 0
#define NR_LUF_KEYS  256

#endif
