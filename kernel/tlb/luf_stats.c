/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting without locks and barriers: sums may miss the latest counts.
 */
#include <arch/cpu.h>
#include <kernel/tlb/luf_stats.h>

static struct luf_stats stats_of[MAX_CPUS];

struct luf_stats *luf_stats_here(void)
{
	return &stats_of[cpu_id()];
}

static unsigned int bucket_of(uint64_t cycles)
{
	unsigned int bucket = 0;

	while (cycles >>= 1)
		bucket++;
	return bucket < TAKEOFF_BUCKETS ? bucket : TAKEOFF_BUCKETS - 1;
}

void luf_stats_takeoff(uint64_t cycles, uint64_t flushes)
{
	struct luf_stats *stats = luf_stats_here();

	stats->takeoffs++;
	stats->takeoff_flushes += stats->flushes != flushes;
	if (cycles > stats->takeoff_cycles)
		stats->takeoff_cycles = cycles;
	stats->takeoffs_by_cycles[bucket_of(cycles)]++;
}

void luf_sum_stats(struct luf_stats *sum)
{
	*sum = (struct luf_stats){ 0 };
	for (unsigned int cpu = 0; cpu < nr_cpus; cpu++) {
		const struct luf_stats *one = &stats_of[cpu];

		sum->ptes += one->ptes;
		sum->batches += one->batches;
		sum->frames += one->frames;
		sum->flushes += one->flushes;
		sum->takeoffs += one->takeoffs;
		sum->takeoff_flushes += one->takeoff_flushes;
		if (one->takeoff_cycles > sum->takeoff_cycles)
			sum->takeoff_cycles = one->takeoff_cycles;
		for (unsigned int i = 0; i < TAKEOFF_BUCKETS; i++)
			sum->takeoffs_by_cycles[i] += one->takeoffs_by_cycles[i];
	}
}

uint64_t luf_stats_takeoff_permille(const struct luf_stats *stats, unsigned int permille)
{
	uint64_t left = (stats->takeoffs * permille + 999) / 1000;

	if (!left)
		return 0;
	for (unsigned int i = 0; i < TAKEOFF_BUCKETS - 1; i++) {
		/* The maximum may be well below the end of its bucket. */
		if (stats->takeoffs_by_cycles[i] >= left)
			return 2ULL << i < stats->takeoff_cycles ? 2ULL << i :
								   stats->takeoff_cycles;
		left -= stats->takeoffs_by_cycles[i];
	}
	return stats->takeoff_cycles;
}

uint64_t luf_stats_avoided(const struct luf_stats *stats)
{
	return stats->batches > stats->flushes ? stats->batches - stats->flushes : 0;
}
