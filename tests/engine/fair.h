/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Was a run a fair attempt?  A host that is busy takes CPUs away.  Then actors begin long
 * after one another, or one stops in the middle of its run, and the overlap that the sweep
 * has chosen does not happen.  A miss in such a run says nothing about a tooth.
 */
#ifndef TESTS_ENGINE_FAIR_H
#define TESTS_ENGINE_FAIR_H

#include <tests/engine/session.h>

/*
 * Did all actors of @scene begin within the window over which @sweep spreads them, by the clock
 * that all CPUs share, and did the host take the CPU from none of them?  The latter is judged by
 * the time that each took, less all delays at points.  False as long as the sweep has not learnt
 * what is usual.
 */
bool run_was_fair(const struct scene *scene, const struct sweep *sweep);

/* Runs of @tally that were fair, under @regimes. */
uint64_t fair_runs(const struct tally *tally, const struct regimes *regimes);

/* Had each of @regimes at least @runs that were fair? */
bool fair_in_each(const struct tally *tally, const struct regimes *regimes, uint64_t runs);

/*
 * Were most runs fair?  If not, the host is so busy that even runs that look fair cannot be
 * compared with those of the measured rates, since the usual times are too long.
 */
bool mostly_fair(const struct tally *tally);

#endif
