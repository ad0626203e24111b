/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See enough.h.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <tests/engine/enough.h>
#include <tests/engine/named.h>
#include <tests/engine/rate.h>
#include <tests/engine/rated.h>
#include <tests/engine/table.h>
#include <tests/hw/at_once.h>
#include <tests/hw/probe.h>

#define RUNS_LEAST   128  /* of a test under each regime */
#define UNKNOWN_HITS 1000 /* of a million: a rate that few teeth are below */
#define RATED_CPUS   4	  /* the most with which rates are measured */
#define SELDOM_RUNS  1000 /* a tooth that takes more, by its rate, shows seldom here */

/* What was measured of @tooth here; NULL: nothing. */
static const struct tooth_rate *measured(const struct litmus *litmus, const struct tooth *tooth)
{
	return tooth_rate(platform_name(), litmus->name, mutant_info[tooth->mutant].name);
}

const struct tooth_rate *tooth_rate_here(const struct litmus *litmus, const struct tooth *tooth)
{
	static const struct tooth_rate unknown = { .hits = UNKNOWN_HITS, .runs = 1000000 };
	const struct tooth_rate *rate = measured(litmus, tooth);

	return rate ? rate : &unknown;
}

const char *enough_obstacle(const struct tooth *tooth, const struct regimes *regimes)
{
	if (!regimes_count(regimes))
		return TOOTH_OF_NO_REGIME;
	if (tooth->needs & ~platform_keeps())
		return platform_lacks(tooth->needs);
	if (tooth->ends_boot)
		return "the kernel's own checks would end the boot";
	return NULL;
}

/* If so, a race may never happen, and no number of runs says anything. */
static bool cpus_take_turns(void)
{
	return nr_cpus > 1 && !cpus_run_at_once();
}

/* How many runs here are worth @runs with as few CPUs as when rates were measured. */
static uint64_t with_these_cpus(uint64_t runs)
{
	if (nr_cpus > RATED_CPUS)
		runs = runs * nr_cpus / RATED_CPUS * nr_cpus / RATED_CPUS;
	return runs < ENOUGH_NEVER ? runs : ENOUGH_NEVER;
}

uint64_t enough_most(const struct options *options)
{
	return options->iters == ITERS_ENOUGH ? ITERS_USUAL : options->iters;
}

uint64_t enough_misses(const struct litmus *litmus, const struct tooth *tooth)
{
	const struct tooth_rate *rate = tooth_rate_here(litmus, tooth);

	if (cpus_take_turns())
		return ENOUGH_NEVER;
	return with_these_cpus(rate_miss_runs(rate->hits, rate->runs));
}

bool enough_is_seldom(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options)
{
	const struct tooth_rate *rate = tooth_rate_here(litmus, tooth);

	return options->mutate != MUTATE_TEETH && options->catches == 1 &&
	       (uint64_t)rate->hits * SELDOM_RUNS < rate->runs;
}

uint64_t enough_tries(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options)
{
	struct regimes regimes = regimes_wanted(options, tooth);

	if (!enough_is_seldom(litmus, tooth, options))
		return ENOUGH_NEVER;
	return options->iters == ITERS_ENOUGH ? RUNS_LEAST * regimes_count(&regimes) :
						options->iters;
}

/* Has anybody measured how often @tooth is caught here, under words like @options? */
static bool is_rated(const struct litmus *litmus, const struct tooth *tooth,
		     const struct options *options)
{
	return measured(litmus, tooth) && !unrated_word(options, tooth);
}

/* How many runs, shared out over @regimes, would show @tooth, which bites under @its. */
static uint64_t runs_that_show(const struct litmus *litmus, const struct tooth *tooth,
			       const struct regimes *regimes, const struct regimes *its)
{
	const struct tooth_rate *rate = tooth_rate_here(litmus, tooth);
	uint64_t runs = with_these_cpus(rate_show_runs(rate->hits, rate->runs));

	return runs * regimes_count(regimes) / regimes_count(its);
}

struct enough enough_runs(const struct litmus *litmus, const struct regimes *regimes,
			  const struct options *options)
{
	struct enough enough = {
		.runs = RUNS_LEAST * regimes_count(regimes),
		.teeth = litmus_nr_teeth(litmus),
	};

	for (unsigned int i = 0; i < enough.teeth; i++) {
		const struct tooth *tooth = &litmus->teeth[i];
		struct regimes its = regimes_wanted(options, tooth);
		uint64_t runs = ENOUGH_NEVER;

		if (enough_obstacle(tooth, &its))
			continue;
		enough.can_show++;
		if (is_rated(litmus, tooth, options))
			runs = runs_that_show(litmus, tooth, regimes, &its);
		if (runs > enough.runs)
			enough.runs = runs < ENOUGH_NEVER ? runs : ENOUGH_NEVER;
	}
	if (cpus_take_turns())
		enough.runs = ENOUGH_NEVER;
	return enough;
}

const struct enough *enough_to_tell(const struct enough *enough, const struct options *options)
{
	return options->mutate == MUTATE_NAMED ? NULL : enough;
}

bool enough_ends(const struct options *options)
{
	return options->iters == ITERS_ENOUGH && options->mutate != MUTATE_NAMED;
}
