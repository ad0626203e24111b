/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many runs are enough: to leave a test that holds; to call a tooth that was not caught
 * insensitive, or to leave it.  How many each tooth needs on this platform was measured (rates.h).
 */
#ifndef TESTS_ENGINE_ENOUGH_H
#define TESTS_ENGINE_ENOUGH_H

#include <tests/engine/rates.h>
#include <tests/engine/regime.h>

#define ENOUGH_NEVER 1000000000000ULL

/* What it takes to see the teeth of a test. */
struct enough {
	uint64_t runs;	       /* fair ones, over all regimes; ENOUGH_NEVER: unknown */
	unsigned int teeth;    /* how many it has */
	unsigned int can_show; /* how many of them can show here */
};

/*
 * How many fair runs of @litmus under @regimes show each of its teeth that can show here: with
 * fewer a miss has a probability of more than one in a million.  At least 128 for each regime.  The
 * number is unknown if such a tooth was never seen, if its rate was not measured here or not under
 * these words (rated.h), or if CPUs take turns.
 */
struct enough enough_runs(const struct litmus *litmus, const struct regimes *regimes,
			  const struct options *options);

/*
 * What to print of @enough: NULL if the user named mutants, since @enough is about runs without
 * any.
 */
const struct enough *enough_to_tell(const struct enough *enough, const struct options *options);

/*
 * Is a test that holds left after enough_runs()?  Not if iters= or seconds= was given, or mutants
 * by name: then it has all its runs or all its time.
 */
bool enough_ends(const struct options *options);

/* How many runs a test has at most: as iters= says, or the default. */
uint64_t enough_most(const struct options *options);

/*
 * After how many fair runs without a catch @tooth is insensitive, since chance is ruled out.  With
 * twice as many CPUs, on the same host CPUs as when the rates were measured, it takes four times as
 * many runs.  ENOUGH_NEVER if CPUs take turns, since then a race may never happen, or if the tooth
 * was never caught.
 */
uint64_t enough_misses(const struct litmus *litmus, const struct tooth *tooth);

/*
 * Does this platform show @tooth so seldom that waiting for it would take most of the time that
 * all tests have?  Then it is tried only as often as an easy tooth, and a miss decides nothing; the
 * model catches it.  Not if the user asked for teeth.
 */
bool enough_is_seldom(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options);

/* How often @tooth is tried at most: ENOUGH_NEVER, except if it shows seldom. */
uint64_t enough_tries(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options);

/* Why @tooth cannot show here under @regimes, or NULL. */
const char *enough_obstacle(const struct tooth *tooth, const struct regimes *regimes);

/* How often @tooth is caught on this platform; if nobody has measured that, a low rate. */
const struct tooth_rate *tooth_rate_here(const struct litmus *litmus, const struct tooth *tooth);

#endif
