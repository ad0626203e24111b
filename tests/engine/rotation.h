/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rotation: which regime is next, and for how many runs?  Turns are short at first, so that every
 * regime has had one after a few runs; all regimes get the same number of runs.
 */
#ifndef TESTS_ENGINE_ROTATION_H
#define TESTS_ENGINE_ROTATION_H

#include <tests/engine/regime.h>

/* The turn of one session. */
struct turn {
	unsigned int number; /* of the regime */
	uint64_t runs;
};

/* The turn after @ran runs of each regime, by number, if @left runs are left; that is not 0. */
struct turn rotation_next(const struct regimes *regimes, const uint64_t ran[NR_REGIMES],
			  uint64_t left);

/* How many runs of a test that asks for @iters: at least one under each regime. */
uint64_t rotation_runs(const struct regimes *regimes, uint64_t iters);

/* The fewest runs under each regime with which such a test is judged. */
uint64_t rotation_least(const struct regimes *regimes, uint64_t iters);

/* Those of @regimes that had at least @least runs. */
struct regimes rotation_had(const struct regimes *regimes, const uint64_t ran[NR_REGIMES],
			    uint64_t least);

#endif
