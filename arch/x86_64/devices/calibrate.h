/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rate of a counter by several clocks: arithmetic only, no device.
 *
 * Each clock gives an interval that contains the true rate if that clock is right, however long the
 * host stopped this CPU between two instructions.  So if clocks disagree, one is wrong, not late.
 */
#ifndef ARCH_X86_64_DEVICES_CALIBRATE_H
#define ARCH_X86_64_DEVICES_CALIBRATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reading of a clock: at some time between the two values of the counter it had @ticks. */
struct reading {
	uint64_t before, after;
	uint32_t ticks;
};

/* The counter's rate is between @low and @high kHz; both 0: unknown. */
struct rate {
	const char *clock;
	uint64_t low, high;
};

/* From two readings of a clock that makes @hz ticks a second and counts up to @mask. */
struct rate rate_between(const char *clock, const struct reading *first, const struct reading *last,
			 uint64_t hz, uint32_t mask);

/* The rate of a clock that names it and needs no reading: assumed right to 0.1 %. */
struct rate rate_claimed(const char *clock, uint64_t khz);

/* Usable: at most 5 % wide.  Sharp: 0.8 %, so there is no need to measure longer. */
bool rate_usable(const struct rate *rate);
bool rate_sharp(const struct rate *rate);

/* Two rates agree if they overlap, or are at most 2 % apart. */
bool rates_agree(const struct rate *a, const struct rate *b);

enum calibration { CLOCKS_AGREE, CLOCK_ALONE, CLOCKS_DISAGREE, CLOCKS_NONE };

/*
 * The rate on which most usable rates agree, in kHz, by the sharpest of them; sets @best to its
 * index.  CLOCK_ALONE: there is only one.  CLOCKS_DISAGREE: there is no majority.
 */
enum calibration calibrate(const struct rate *rates, size_t n, uint64_t *khz, size_t *best);

#endif
