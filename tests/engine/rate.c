/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Wilson's score interval (1927) in integers:
 *
 *	(p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n),  z = 1.96
 *
 * with p in parts per million and z² as 3.8416.
 */
#include <tests/engine/rate.h>

#define MILLION	 1000000ULL
#define Z_E2	 196ULL
#define Z2_E4	 38416ULL
#define RUNS_MAX 100000000ULL /* keeps all products below 2^64 */

static uint64_t square_root(uint64_t n)
{
	uint64_t root = 0;

	for (uint64_t bit = 1ULL << 31; bit; bit >>= 1) {
		if ((root | bit) * (root | bit) <= n)
			root |= bit;
	}
	return root;
}

/* (1 - p)^n < 10^-6 if n > ln(10^6) / p, and that is 13.8156 / p. */
#define LN_MILLION_E6 13815600ULL
#define MISS_SAFETY   8
#define MISS_MIN      512

uint64_t rate_show_runs(uint64_t hits, uint64_t runs)
{
	uint64_t low = rate_interval(hits, runs).low;

	return low ? LN_MILLION_E6 / low + 1 : UINT64_MAX;
}

uint64_t rate_miss_runs(uint64_t hits, uint64_t runs)
{
	uint64_t n = rate_show_runs(hits, runs);

	if (n > UINT64_MAX / MISS_SAFETY)
		return UINT64_MAX;
	n *= MISS_SAFETY;
	return n < MISS_MIN ? MISS_MIN : n;
}

struct interval rate_interval(uint64_t hits, uint64_t runs)
{
	uint64_t p, z2_n, centre, spread, scale;

	while (runs > RUNS_MAX) {
		runs /= 2;
		hits /= 2;
	}
	p = hits * MILLION / runs;
	z2_n = Z2_E4 * 100 / runs; /* z²/n in parts per million */
	centre = p + z2_n / 2;
	/* Under the root: parts per million, squared. */
	spread = square_root(p * (MILLION - p) / runs + z2_n * MILLION / (4 * runs));
	spread = spread * Z_E2 / 100;
	scale = MILLION + z2_n;
	return (struct interval){
		.low = !hits || spread > centre ? 0 : (centre - spread) * MILLION / scale,
		.high = (centre + spread) * MILLION / scale,
	};
}
