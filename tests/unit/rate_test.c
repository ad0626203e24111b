/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/rate.c: Wilson's interval in integers, against floating point.
 */
#include <math.h>
#include <kernel/lib/random.h>
#include <tests/engine/rate.h>
#include <tests/unit/unit.h>

#define Z	1.96
#define ROUNDED 8.0 /* parts per million that integers may cost */

/* More runs than these count as between these and their half. */
#define RUNS_MAX 1e8

/* One end of the interval of the rate @p in @n runs; @sign: which. */
static double wilson(double p, double n, int sign)
{
	double centre = p + Z * Z / (2 * n);
	double spread = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));

	return (centre + sign * spread) / (1 + Z * Z / n) * 1e6;
}

static void compare(uint64_t hits, uint64_t runs)
{
	struct interval got = rate_interval(hits, runs);
	double n = (double)runs, p = (double)hits / n;
	double most = n > RUNS_MAX ? RUNS_MAX : n;
	double least = n > RUNS_MAX ? RUNS_MAX / 2 : n;

	if ((double)got.low > wilson(p, most, -1) + ROUNDED ||
	    (double)got.low < wilson(p, least, -1) - ROUNDED ||
	    (double)got.high < wilson(p, most, 1) - ROUNDED ||
	    (double)got.high > wilson(p, least, 1) + ROUNDED)
		unit_fail(__FILE__, __LINE__, "%lu of %lu: %lu … %lu, not %.1f … %.1f", hits, runs,
			  got.low, got.high, wilson(p, most, -1), wilson(p, most, 1));
	EXPECT(got.low <= got.high && got.high <= 1000000);
}

TEST(small, "rate: every number of hits in up to 64 runs")
{
	for (uint64_t runs = 1; runs <= 64; runs++) {
		for (uint64_t hits = 0; hits <= runs; hits++)
			compare(hits, runs);
	}
}

TEST(large, "rate: none, one, half, all but one and all, in up to 10^18 runs")
{
	for (uint64_t runs = 2; runs < 1000000000000000000ULL; runs = runs * 7 / 3 + 1) {
		compare(0, runs);
		compare(1, runs);
		compare(runs / 2, runs);
		compare(runs - 1, runs);
		compare(runs, runs);
	}
	compare(UINT64_MAX, UINT64_MAX);
	compare(0, UINT64_MAX);
}

TEST(random_rates, "rate: random hits in random runs")
{
	struct random random = random_seeded(13, 0);

	for (unsigned int i = 0; i < 200000; i++) {
		uint64_t runs = 1 + random_below(&random, 1ULL << (1 + random_below(&random, 40)));

		compare(random_below(&random, runs + 1), runs);
	}
}

TEST(miss, "rate: a miss decides when it has a probability below one in a million, 8 times over")
{
	struct random random = random_seeded(17, 0);

	for (unsigned int i = 0; i < 100000; i++) {
		uint64_t runs = 1 + random_below(&random, 1ULL << (1 + random_below(&random, 30)));
		uint64_t hits = random_below(&random, runs + 1);
		double low = (double)rate_interval(hits, runs).low / 1e6;
		uint64_t n = rate_miss_runs(hits, runs);

		if (low == 0) {
			EXPECT_EQ(n, UINT64_MAX);
			continue;
		}
		EXPECT(n >= 512);
		EXPECT((double)n / 8 * log1p(-low) < log(1e-6));
		EXPECT(n <= 512 || (double)n < 8.01 * (log(1e6) / low + 2));
	}
}

TEST(miss_examples, "rate: 50 catches in 100 runs, in 50,000, and a rate that nobody has measured")
{
	EXPECT_EQ(rate_miss_runs(50, 100), 512);
	EXPECT(rate_miss_runs(50, 50000) > 140000 && rate_miss_runs(50, 50000) < 152000);
	EXPECT(rate_miss_runs(1000, 1000000) > 110000 && rate_miss_runs(1000, 1000000) < 120000);
	EXPECT_EQ(rate_miss_runs(0, 1000), UINT64_MAX);
	EXPECT_EQ(rate_show_runs(0, 1000), UINT64_MAX);
	EXPECT_EQ(rate_miss_runs(50, 50000), 8 * rate_show_runs(50, 50000));
}

TEST(narrows, "rate: more runs narrow the interval; no hit leaves nothing of the low end")
{
	uint64_t width = 1000000;

	for (uint64_t runs = 10; runs < 100000000; runs *= 10) {
		struct interval half = rate_interval(runs / 2, runs);

		EXPECT(half.high - half.low < width);
		width = half.high - half.low;
		EXPECT((double)rate_interval(0, runs).low <= ROUNDED);
	}
}
