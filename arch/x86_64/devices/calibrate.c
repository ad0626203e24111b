/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rates, and the rate on which most of them agree.
 */
#include <arch/x86_64/devices/calibrate.h>

#define MIN_KHZ	   1000 /* Bochs may run at a few million instructions a second */
#define MAX_KHZ	   20000000
#define MIN_TICKS  64
#define MAX_CYCLES (1ULL << 34) /* times a few hundred MHz: no overflow */

struct rate rate_between(const char *clock, const struct reading *first, const struct reading *last,
			 uint64_t hz, uint32_t mask)
{
	struct rate rate = { .clock = clock };
	uint64_t ticks = (last->ticks - first->ticks) & mask;
	uint64_t least = last->before - first->after;
	uint64_t most = last->after - first->before;

	if (ticks < MIN_TICKS || least > MAX_CYCLES || most > MAX_CYCLES || hz > 1000000000)
		return rate;
	/* Each reading fell anywhere into its tick. */
	rate.low = least * (hz / 1000) / (ticks + 1);
	rate.high = most * (hz / 1000 + 1) / (ticks - 1) + 1;
	return rate;
}

struct rate rate_claimed(const char *clock, uint64_t khz)
{
	return (struct rate){ .clock = clock, .low = khz - khz / 1000, .high = khz + khz / 1000 };
}

bool rate_usable(const struct rate *rate)
{
	return rate->low >= MIN_KHZ && rate->high <= MAX_KHZ && rate->low <= rate->high &&
	       rate->high - rate->low <= rate->low / 20;
}

bool rate_sharp(const struct rate *rate)
{
	return rate_usable(rate) && rate->high - rate->low <= rate->low / 128;
}

bool rates_agree(const struct rate *a, const struct rate *b)
{
	return a->low <= b->high + b->high / 50 && b->low <= a->high + a->high / 50;
}

/* How many usable rates, itself included, agree with rate @i. */
static size_t friends(const struct rate *rates, size_t n, size_t i)
{
	size_t count = 0;

	for (size_t j = 0; j < n; j++)
		count += rate_usable(&rates[j]) && rates_agree(&rates[i], &rates[j]);
	return count;
}

static bool sharper(const struct rate *a, const struct rate *b)
{
	return a->high - a->low < b->high - b->low;
}

enum calibration calibrate(const struct rate *rates, size_t n, uint64_t *khz, size_t *best)
{
	size_t usable = 0, most = 0;

	for (size_t i = 0; i < n; i++) {
		size_t count = rate_usable(&rates[i]) ? friends(rates, n, i) : 0;

		usable += count != 0;
		if (count > most || (count && count == most && sharper(&rates[i], &rates[*best]))) {
			most = count;
			*best = i;
		}
	}
	if (!usable)
		return CLOCKS_NONE;
	*khz = (rates[*best].low + rates[*best].high) / 2;
	if (usable == 1)
		return CLOCK_ALONE;
	return most >= 2 && 2 * most > usable ? CLOCKS_AGREE : CLOCKS_DISAGREE;
}
