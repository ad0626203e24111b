/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * arch/x86_64/devices/calibrate.c: intervals from readings, and what several clocks agree upon.
 */
#include <arch/x86_64/devices/calibrate.c>
#include <tests/unit/unit.h>

#define MHZ 1000 /* kHz */

/* A counter of @khz and a clock of @hz, read after @us; each reading takes @late cycles. */
static struct rate measured(uint64_t khz, uint64_t hz, uint64_t us, uint64_t late)
{
	struct reading first = { .before = 1000, .after = 1000 + late, .ticks = 7 };
	struct reading last;

	last.before = first.before + khz * us / 1000;
	last.after = last.before + late;
	last.ticks = first.ticks + (uint32_t)(hz * us / 1000000);
	return rate_between("clock", &first, &last, hz, ~0u);
}

TEST(interval, "calibrate: the interval holds the truth, however long the host stops a reading")
{
	static const uint64_t late[] = { 0, 100, 100000, 1000000 };

	for (size_t i = 0; i < sizeof(late) / sizeof(*late); i++) {
		struct rate rate = measured(2500 * MHZ, 3579545, 2000, late[i]);

		EXPECT(rate.low <= 2500 * MHZ && rate.high >= 2500 * MHZ);
		EXPECT_EQ(rate_usable(&rate), late[i] <= 100000);
		EXPECT_EQ(rate_sharp(&rate), late[i] <= 100);
	}
}

TEST(wraps, "calibrate: a clock of 16 bits may wrap once, and one that stands still says nothing")
{
	struct reading first = { .before = 0, .after = 10, .ticks = 0xff00 };
	struct reading last = { .before = 2500000, .after = 2500010, .ticks = 0xff00 + 1193 };
	struct rate rate;

	last.ticks &= 0xffff;
	rate = rate_between("PIT", &first, &last, 1193182, 0xffff);
	EXPECT(rate_usable(&rate) && rate.low <= 2500 * MHZ && rate.high >= 2500 * MHZ);
	last.ticks = first.ticks;
	rate = rate_between("PIT", &first, &last, 1193182, 0xffff);
	EXPECT(!rate_usable(&rate));
}

TEST(backwards, "calibrate: a counter that goes back, or jumps, gives no rate")
{
	struct reading first = { .before = 5000000, .after = 5000010, .ticks = 0 };
	struct reading last = { .before = 100, .after = 110, .ticks = 5000 };
	struct rate rate = rate_between("clock", &first, &last, 3579545, ~0u);

	EXPECT(!rate_usable(&rate));
	last.before = last.after = 1ULL << 60;
	rate = rate_between("clock", &first, &last, 3579545, ~0u);
	EXPECT(!rate_usable(&rate));
}

static enum calibration agree(const uint64_t *mhz, size_t n, uint64_t *khz)
{
	struct rate rates[8] = { { .clock = NULL } };
	size_t best = 0;

	for (size_t i = 0; i < n; i++) {
		if (mhz[i])
			rates[i] = rate_claimed("clock", mhz[i] * MHZ);
	}
	return calibrate(rates, n, khz, &best);
}

TEST(majority, "calibrate: two that agree overrule a third; one is alone, two may disagree")
{
	static const uint64_t none[] = { 0, 0 }, one[] = { 0, 2500 }, two[] = { 2500, 2510 };
	static const uint64_t apart[] = { 219, 2500 }, third[] = { 219, 2500, 2505 };
	static const uint64_t pairs[] = { 219, 219, 2500, 2500 }, all[] = { 1, 700, 2500 };
	uint64_t khz = 0;

	EXPECT_EQ(agree(none, 2, &khz), CLOCKS_NONE);
	EXPECT_EQ(agree(one, 2, &khz), CLOCK_ALONE);
	EXPECT_EQ(khz, 2500 * MHZ);
	EXPECT_EQ(agree(two, 2, &khz), CLOCKS_AGREE);
	EXPECT_EQ(agree(apart, 2, &khz), CLOCKS_DISAGREE);
	EXPECT_EQ(agree(third, 3, &khz), CLOCKS_AGREE);
	EXPECT(khz >= 2500 * MHZ && khz <= 2505 * MHZ);
	EXPECT_EQ(agree(pairs, 4, &khz), CLOCKS_DISAGREE);
	EXPECT_EQ(agree(all, 3, &khz), CLOCKS_DISAGREE);
}
