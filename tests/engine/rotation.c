/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The regime with the fewest runs is next.  Its turn is as long as all its turns before, within
 * bounds; the last runs are shared out evenly.
 */
#include <kernel/lib/bug.h>
#include <tests/engine/rotation.h>

#define TURN_MIN   8
#define TURN_MAX   256 /* also the runs between two shuffles of the CPUs */
#define RUNS_LEAST 16  /* under each regime, if so many were asked for */

static unsigned int behind_most(const struct regimes *regimes, const uint64_t ran[NR_REGIMES])
{
	unsigned int best = NR_REGIMES;

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (regimes->set >> i & 1 && (best == NR_REGIMES || ran[i] < ran[best]))
			best = i;
	}
	BUG_ON(best == NR_REGIMES);
	return best;
}

/* How many runs @number may have so that all of @regimes end up level. */
static uint64_t share(const struct regimes *regimes, const uint64_t ran[NR_REGIMES], uint64_t left,
		      unsigned int number)
{
	uint64_t total = left;
	uint64_t level;

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		total += regimes->set >> i & 1 ? ran[i] : 0;
	level = total / regimes_count(regimes);
	return level > ran[number] ? level - ran[number] : 1;
}

struct turn rotation_next(const struct regimes *regimes, const uint64_t ran[NR_REGIMES],
			  uint64_t left)
{
	unsigned int number = behind_most(regimes, ran);
	uint64_t most = share(regimes, ran, left, number);
	uint64_t runs = ran[number];

	if (runs < TURN_MIN)
		runs = TURN_MIN;
	if (runs > TURN_MAX)
		runs = TURN_MAX;
	if (runs > most)
		runs = most;
	return (struct turn){ number, runs < left ? runs : left };
}

uint64_t rotation_runs(const struct regimes *regimes, uint64_t iters)
{
	unsigned int count = regimes_count(regimes);

	return iters < count ? count : iters;
}

uint64_t rotation_least(const struct regimes *regimes, uint64_t iters)
{
	uint64_t least = rotation_runs(regimes, iters) / regimes_count(regimes);

	return least < RUNS_LEAST ? least : RUNS_LEAST;
}

struct regimes rotation_had(const struct regimes *regimes, const uint64_t ran[NR_REGIMES],
			    uint64_t least)
{
	struct regimes had = { 0 };

	for (unsigned int i = 0; i < NR_REGIMES; i++)
		had.set |= (unsigned int)(regimes->set >> i & 1 && ran[i] >= least) << i;
	return had;
}
