/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LUF's time: luf_ugen ticks when a flush is deferred, and each CPU says up to which tick it
 * has flushed all that it may hold.  See luf.h for what is made of that.
 */
#ifndef KERNEL_TLB_LUF_TICKS_H
#define KERNEL_TLB_LUF_TICKS_H

#include <stdint.h>

/* A new tick, for a flush deferred now.  The PTE was cleared and tlb_gen incremented before. */
uint64_t luf_new_ugen(void);

/* For the flush on this CPU: the tick to claim, read before; and the claim, after. */
uint64_t luf_ugen_now(void);
void luf_publish_done(uint64_t ugen);
uint64_t luf_ugen_done(unsigned int cpu);

/* For tests: as if flushes had been deferred until the bits of @mask are set in the tick. */
void luf_skip_ticks(uint64_t mask);

#endif
