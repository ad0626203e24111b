/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running one litmus many times, on changing CPUs and under changing regimes.
 */
#ifndef TESTS_ENGINE_RUNNER_H
#define TESTS_ENGINE_RUNNER_H

#include <tests/engine/regime.h>
#include <tests/engine/report.h>

/* How long and how far to run one litmus. */
struct budget {
	uint64_t runs;	     /* until the tally has so many */
	uint64_t fair;	     /* or so many that were fair: see worth_enough(); 0: never */
	uint64_t cycles;     /* no turn begins later; but one of a regime that has had fewer ... */
	uint64_t least;	     /* ... runs than this begins until 20 times that time is over */
	uint64_t violations; /* stop after so many; 0: never */
	unsigned int reports;
};

/* Run @litmus within @budget, and add the results to @tally. */
void run_litmus(const struct litmus *litmus, const struct options *options,
		const struct regimes *regimes, const struct budget *budget, struct tally *tally);

/* @s seconds in cycles. */
uint64_t seconds(uint64_t s);

/*
 * The result of a line whose tally is that of sound runs: undecided if a regime had fewer
 * than line->least.
 */
void judge_tally(struct verdict_line *line);

/* Has the test broken the rules of its format?  If so, the line has failed, and says why. */
bool is_broken(struct verdict_line *line);

#endif
