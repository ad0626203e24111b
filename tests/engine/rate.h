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

/* The 95 % Wilson interval of @hits in @runs; runs is not 0. */
struct interval rate_interval(uint64_t hits, uint64_t runs);

#endif
