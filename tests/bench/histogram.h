/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A histogram of durations, eight buckets an octave, so that a percentile is known to
 * within 13 %.  One writer each; merge to read.
 */
#ifndef TESTS_BENCH_HISTOGRAM_H
#define TESTS_BENCH_HISTOGRAM_H

#include <stdint.h>

#define HISTOGRAM_BUCKETS 512

struct histogram {
	uint64_t count[HISTOGRAM_BUCKETS];
	uint64_t total;
	uint64_t max;
};

void histogram_add(struct histogram *histogram, uint64_t value);
void histogram_merge(struct histogram *to, const struct histogram *from);
/* The smallest bucket's upper end that @permille of the values do not exceed; 0 if there are none.
 */
uint64_t histogram_permille(const struct histogram *histogram, unsigned int permille);

#endif
