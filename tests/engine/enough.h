/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How many runs are enough: of a test that holds, to leave it; of a tooth that is not caught, to
 * call it insensitive, or to go on.  What each tooth needs on this platform is measured (rates.h).
 */
#ifndef TESTS_ENGINE_ENOUGH_H
#define TESTS_ENGINE_ENOUGH_H

#include <tests/engine/rates.h>
#include <tests/engine/regime.h>

#define ENOUGH_NEVER 1000000000000ULL

/* What it takes to see the teeth of a test. */
struct enough {
	uint64_t runs;	       /* that are fair, over all regimes; ENOUGH_NEVER: nobody knows */
	unsigned int teeth;    /* that it has ... */
	unsigned int can_show; /* ... of which so many can show here */
};

/*
 * Fair runs of @litmus under @regimes that would have shown each of its teeth that can show here,
 * but for one time in a million: 128 for each regime at least.  No number is known if one of those
 * was never seen, or nobody has measured its rate, be it under these words only (rated.h); or if
 * CPUs take turns.
 */
struct enough enough_runs(const struct litmus *litmus, const struct regimes *regimes,
			  const struct options *options);

/*
 * What to tell of @enough: nothing if the user named mutants, for it is about the memory manager as
 * it is.
 */
const struct enough *enough_to_tell(const struct enough *enough, const struct options *options);

/*
 * Is a test that holds left after so many?  Not if iters= or seconds= was given, or mutants by
 * name; nor before its runs and its time have ended, if it would take more than those.
 */
bool enough_ends(const struct options *options);

/* How many runs a test has at most: as iters= says, or the default. */
uint64_t enough_most(const struct options *options);

/*
 * After how many fair runs without a catch @tooth is insensitive: chance is ruled out.  Twice as
 * many CPUs on the same host CPUs as when the rates were measured need four times as many.  Where
 * CPUs take turns no number rules it out (ENOUGH_NEVER), for a race may never come about; nor
 * where it was never caught.
 */
uint64_t enough_misses(const struct litmus *litmus, const struct tooth *tooth);

/*
 * Does this platform show @tooth so seldom that waiting for it would take most of the time that
 * all tests have?  Then it is tried as often as a test that needs no more, unless teeth are what
 * was asked for, and a miss decides nothing: whoever runs all tests has it from the model.
 */
bool enough_is_seldom(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options);

/* How often @tooth is tried at most: without end, but for one that shows seldom. */
uint64_t enough_tries(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options);

/* Why @tooth cannot show here under @regimes, or NULL. */
const char *enough_obstacle(const struct tooth *tooth, const struct regimes *regimes);

/* How often @tooth is caught on this platform; if nobody has measured that, a low rate. */
const struct tooth_rate *tooth_rate_here(const struct litmus *litmus, const struct tooth *tooth);

#endif
