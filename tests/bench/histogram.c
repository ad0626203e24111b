/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Buckets 0 to 15 are the values 0 to 15; from there on eight an octave.
 */
#include <tests/bench/histogram.h>

static unsigned int bucket_of(uint64_t value)
{
	unsigned int octave;

	if (value < 16)
		return (unsigned int)value;
	octave = 63 - (unsigned int)__builtin_clzll(value); /* at least 4 */
	return octave * 8 - 24 + (unsigned int)(value >> (octave - 3) & 7) + 8;
}

static uint64_t end_of(unsigned int bucket)
{
	unsigned int octave;

	if (bucket < 16)
		return bucket;
	octave = (bucket - 16) / 8 + 4;
	return ((9ULL + (bucket - 16) % 8) << (octave - 3)) - 1;
}

void histogram_add(struct histogram *histogram, uint64_t value)
{
	histogram->count[bucket_of(value)]++;
	histogram->total++;
	if (value > histogram->max)
		histogram->max = value;
}

void histogram_merge(struct histogram *to, const struct histogram *from)
{
	for (unsigned int i = 0; i < HISTOGRAM_BUCKETS; i++)
		to->count[i] += from->count[i];
	to->total += from->total;
	if (from->max > to->max)
		to->max = from->max;
}

uint64_t histogram_permille(const struct histogram *histogram, unsigned int permille)
{
	uint64_t below = 0;

	for (unsigned int i = 0; i < HISTOGRAM_BUCKETS && histogram->total; i++) {
		below += histogram->count[i];
		if (below * 1000 >= histogram->total * permille)
			return end_of(i);
	}
	return 0;
}
