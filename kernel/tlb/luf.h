/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lazy Unmap Flush: bookkeeping of flushes that are deferred past the free.
 *
 * A deferred flush is {mask of CPUs, ugen}.  luf_ugen ticks each time a flush is deferred;
 * ugen_done[cpu] is the tick up to which that CPU has invalidated all that it may hold.
 * The flush is pending as long as ugen_done of some CPU of the mask is less than its ugen.
 *
 *	defer				flush on a CPU
 *	clear the PTE			g = luf_ugen
 *	tlb_inc_gen(mm)			bring the loaded mm up to date
 *	mask |= mm->cpumask		ugen_done[cpu] = g
 *	ugen = ++luf_ugen
 *
 * A CPU reads luf_ugen before the flush and writes ugen_done after it, so it never claims
 * a tick whose PTE it may have walked before the PTE was cleared.  The claim covers all mms
 * on that CPU: those that are not loaded catch up by tlb_gen when the CPU switches to
 * them.
 *
 * Allowed by SDM vol. 3, 4.10.5: a flush may be delayed past the free if it is done before
 * the frame is allocated again.  Source: threads/000 and 001.
 */
#ifndef KERNEL_TLB_LUF_H
#define KERNEL_TLB_LUF_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/tlb/luf_batch.h>
#include <kernel/tlb/luf_ticks.h>

/*
 * Merge a deferred flush into @to: the newest ugen, the union of masks.  If the flushes in
 * @to are all done, their mask is dropped first.
 */
void luf_fold(struct luf_batch *to, const struct cpumask *mask, uint64_t ugen);

bool luf_pending(const struct luf_batch *batch);
/* Is a flush that was deferred at tick @ugen and folded into @batch still pending? */
bool luf_pending_since(const struct luf_batch *batch, uint64_t ugen);

/* Flush the CPUs that are behind.  On return nothing that was folded in before is pending. */
void luf_flush(struct luf_batch *batch);

/* Use only @keys keys, 1 … NR_LUF_KEYS.  Called only while no test runs. */
void luf_limit_keys(unsigned int keys);

/* A key for the frames of one batch, whose flush @mask owes at @ugen. */
luf_key_t luf_new_key(const struct cpumask *mask, uint64_t ugen);
/* Let @key also stand for the flushes of @other.  Neither is LUF_KEY_NONE. */
void luf_key_fold(luf_key_t key, luf_key_t other);
bool luf_key_pending(luf_key_t key);
void luf_key_flush(luf_key_t key);

/*
 * Without asking batches and keys: has every CPU that has an mm loaded flushed at or after
 * @ugen?  luf_flush_everybody() flushes those that have not.
 */
bool luf_everybody_reached(uint64_t ugen);
void luf_flush_everybody(uint64_t ugen);

#endif
