/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What LUF saved and what it cost.  Each CPU has counters of its own.
 */
#ifndef KERNEL_TLB_LUF_STATS_H
#define KERNEL_TLB_LUF_STATS_H

#include <stdint.h>

#define TAKEOFF_BUCKETS 32

struct luf_stats {
	uint64_t ptes;		  /* PTEs cleared with their flush deferred */
	uint64_t batches;	  /* batches of pages freed before their flush */
	uint64_t frames;	  /* frames freed before their flush */
	uint64_t flushes;	  /* shootdowns made later, for whatever reason */
	uint64_t takeoffs;	  /* of those frames, how many have left the allocator */
	uint64_t takeoff_flushes; /* take-offs that had to make a shootdown */
	uint64_t takeoff_cycles;  /* the longest take-off */
	uint64_t takeoffs_by_cycles[TAKEOFF_BUCKETS]; /* [i]: from 2^i to 2^(i+1) - 1 cycles */
};

/* This CPU's. */
struct luf_stats *luf_stats_here(void);

/* A frame was taken off in @cycles.  @flushes: this CPU's count of flushes before. */
void luf_stats_takeoff(uint64_t cycles, uint64_t flushes);

/* The sums over all CPUs; of takeoff_cycles the maximum. */
void luf_sum_stats(struct luf_stats *sum);

/*
 * The cycles that @permille of the take-offs did not exceed, to within a factor of two; 0 if
 * there were none.
 */
uint64_t luf_stats_takeoff_permille(const struct luf_stats *stats, unsigned int permille);

/* Shootdowns that were deferred and never made. */
uint64_t luf_stats_avoided(const struct luf_stats *stats);

#endif
