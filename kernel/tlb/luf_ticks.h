/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * LUF's time: luf_ugen ticks when a flush is deferred, and each CPU publishes the tick up to
 * which it has flushed all that it may hold.  luf.h says how they are used.
 */
#ifndef KERNEL_TLB_LUF_TICKS_H
#define KERNEL_TLB_LUF_TICKS_H

#include <stdint.h>

/* A new tick for a flush deferred now, after the PTE was cleared and tlb_gen incremented. */
uint64_t luf_new_ugen(void);

/* For a flush on this CPU: read the tick before it; after it, claim that tick. */
uint64_t luf_ugen_now(void);
void luf_publish_done(uint64_t ugen);
uint64_t luf_ugen_done(unsigned int cpu);

/* For tests: advance the tick until the bits of @mask are set in it. */
void luf_skip_ticks(uint64_t mask);

#endif
