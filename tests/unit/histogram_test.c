/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/bench/histogram.c: percentiles of known values, to within a bucket.
 */
#include <tests/bench/histogram.h>
#include <tests/unit/unit.h>

TEST(empty, "histogram: of nothing every percentile is 0")
{
	struct histogram histogram = { .total = 0 };

	EXPECT_EQ(histogram_permille(&histogram, 500), 0);
	EXPECT_EQ(histogram.max, 0);
}

TEST(small, "histogram: values below 16 are exact")
{
	struct histogram histogram = { .total = 0 };

	for (uint64_t value = 0; value < 10; value++)
		histogram_add(&histogram, value);
	EXPECT_EQ(histogram_permille(&histogram, 100), 0);
	EXPECT_EQ(histogram_permille(&histogram, 500), 4);
	EXPECT_EQ(histogram_permille(&histogram, 1000), 9);
}

TEST(bounds, "histogram: every value is reported as itself or up to 13 % more")
{
	for (unsigned int bits = 0; bits < 64; bits++) {
		for (uint64_t low = 0; low < 16; low++) {
			uint64_t value = (1ULL << bits) + (low << bits >> 4);
			struct histogram histogram = { .total = 0 };
			uint64_t found;

			histogram_add(&histogram, value);
			found = histogram_permille(&histogram, 1000);
			EXPECT(found >= value && found - value <= value / 8);
		}
	}
}

TEST(merged, "histogram: merging adds the counts and keeps the maximum")
{
	struct histogram a = { .total = 0 };
	struct histogram b = { .total = 0 };

	for (unsigned int i = 0; i < 99; i++)
		histogram_add(&a, 3);
	histogram_add(&b, 1000000);
	histogram_merge(&a, &b);
	EXPECT_EQ(a.total, 100);
	EXPECT_EQ(a.max, 1000000);
	EXPECT_EQ(histogram_permille(&a, 990), 3);
	EXPECT(histogram_permille(&a, 999) >= 1000000);
}
