/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Was a run a fair attempt?  A host that is busy takes CPUs away: then actors begin long
 * after one another, or one stops in the midst of what it does, and the race that the sweep
 * had in mind never comes about.  A miss in such a run says nothing of a tooth.
 */
#ifndef TESTS_ENGINE_FAIR_H
#define TESTS_ENGINE_FAIR_H

#include <tests/engine/session.h>

/*
 * Did all actors of @scene begin within the window over which @sweep spreads them, by the
 * clock that all CPUs share, and did the host take the CPU from none of them meanwhile,
 * by what each took, less the time for which points held up any of them?  False while the sweep has
 * yet to learn what is usual.
 */
bool run_was_fair(const struct scene *scene, const struct sweep *sweep);

/* Runs of @tally that were fair, under @regimes. */
uint64_t fair_runs(const struct tally *tally, const struct regimes *regimes);

/*
 * Were most?  On a host that is so busy that they were not, those that look fair are not
 * what they were where rates were measured: what is usual there is itself too long.
 */
bool mostly_fair(const struct tally *tally);

#endif
