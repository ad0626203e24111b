/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How often: a rate with its interval.
 */
#ifndef TESTS_ENGINE_RATE_H
#define TESTS_ENGINE_RATE_H

#include <stdint.h>

struct interval {
	uint64_t low; /* per million */
	uint64_t high;
};

/*
 * How many runs without a hit have a probability below 10^-6, at the lower end of the interval of
 * @hits in @runs, if runs are independent.  UINT64_MAX if nothing was hit.
 */
uint64_t rate_show_runs(uint64_t hits, uint64_t runs);

/*
 * How many runs without a hit rule out chance.  Runs are not independent: those of a session
 * share their CPUs, and the rate was measured on another host.  So it is 8 times as many, and
 * at least 512.  Runs from which the host took time do not count at all (fair.h).
 * UINT64_MAX if nothing was hit.
 */
uint64_t rate_miss_runs(uint64_t hits, uint64_t runs);

/* The 95 % Wilson interval of @hits in @runs; runs is not 0. */
struct interval rate_interval(uint64_t hits, uint64_t runs);

#endif
