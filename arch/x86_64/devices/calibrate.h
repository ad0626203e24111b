/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How fast a counter runs, from what several clocks say: arithmetic only, no device.
 *
 * What a clock says is an interval that holds the truth whenever that clock is right,
 * however long the host stopped this CPU between two instructions.  So clocks that
 * disagree are wrong, not late.
 */
#ifndef ARCH_X86_64_DEVICES_CALIBRATE_H
#define ARCH_X86_64_DEVICES_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A clock was read: some time between the two values of the counter it had @ticks. */
struct reading {
	uint64_t before, after;
	uint32_t ticks;
};

/* The counter makes between @low and @high thousand cycles a second; both 0: unknown. */
struct rate {
	const char *clock;
	uint64_t low, high;
};

/* From two readings of a clock that makes @hz ticks a second and counts up to @mask. */
struct rate rate_between(const char *clock, const struct reading *first, const struct reading *last,
			 uint64_t hz, uint32_t mask);

/* A clock that needs no reading, since it names the rate: taken for right to 0.1 %. */
struct rate rate_claimed(const char *clock, uint64_t khz);

/* Narrow enough to be used: 5 %.  Sharp: 0.8 %, there is no need to measure longer. */
bool rate_usable(const struct rate *rate);
bool rate_sharp(const struct rate *rate);

/* Two rates agree if they overlap, or miss each other by 2 % at most. */
bool rates_agree(const struct rate *a, const struct rate *b);

enum calibration { CLOCKS_AGREE, CLOCK_ALONE, CLOCKS_DISAGREE, CLOCKS_NONE };

/*
 * What most of the usable rates agree upon, in kHz, by the sharpest of them; @best has its
 * index.  CLOCK_ALONE: there is but one.  CLOCKS_DISAGREE: no majority.
 */
enum calibration calibrate(const struct rate *rates, size_t n, uint64_t *khz, size_t *best);

#endif
