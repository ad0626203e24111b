/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Lazy Unmap Flush: bookkeeping of flushes that are deferred past the free.
 *
 * A deferred flush is {which CPUs, ugen}: luf_ugen ticks when it is deferred, and
 * ugen_done[cpu] says up to which tick a CPU has since invalidated all that it may
 * hold.  It is pending as long as some CPU of its mask is behind.
 *
 *	defer				flush on a CPU
 *	clear the PTE			g = luf_ugen
 *	tlb_inc_gen(mm)			bring the loaded mm up to date
 *	mask |= mm->cpumask		ugen_done[cpu] = g
 *	ugen = ++luf_ugen
 *
 * luf_ugen is read before the flush and ugen_done written after it, so a CPU never
 * claims a tick whose PTE it might have walked before it was cleared.  It covers
 * all mms on that CPU, for those that are not loaded are caught up by tlb_gen when
 * they are switched to.
 *
 * Licence: SDM vol. 3, 4.10.5, a flush may be delayed past the free so long as it
 * is done before the frame is allocated again.  Source: threads/000 and 001.
 */
#ifndef KERNEL_TLB_LUF_H
#define KERNEL_TLB_LUF_H

#include <stdbool.h>
#include <stdint.h>
#include <kernel/tlb/luf_batch.h>
#include <kernel/tlb/luf_ticks.h>

/*
 * Merge a deferred flush into @to: newest ugen, union of masks.  What was there and
 * is done already is forgotten.
 */
void luf_fold(struct luf_batch *to, const struct cpumask *mask, uint64_t ugen);

bool luf_pending(const struct luf_batch *batch);
/* Is a flush deferred at tick @ugen, and folded into @batch, still pending? */
bool luf_pending_since(const struct luf_batch *batch, uint64_t ugen);

/* Flush the CPUs that are behind.  On return nothing folded in before is pending. */
void luf_flush(struct luf_batch *batch);

/* Use only so many, from 1 to NR_LUF_KEYS; only while no test runs. */
void luf_limit_keys(unsigned int keys);

luf_key_t luf_new_key(const struct cpumask *mask, uint64_t ugen);
/* From now on @key stands for what @other stands for, too.  Neither is LUF_KEY_NONE. */
void luf_key_fold(luf_key_t key, luf_key_t other);
bool luf_key_pending(luf_key_t key);
void luf_key_flush(luf_key_t key);

/*
 * Whatever batches and keys say: has every CPU that has an mm loaded flushed at or after
 * @ugen?  And flush those that have not.
 */
bool luf_everybody_reached(uint64_t ugen);
void luf_flush_everybody(uint64_t ugen);

#endif
