/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One scenario: explored under the regimes that it asks about, and judged by the specification
 * and all oracles.
 */
#ifndef ARCH_MODEL_PAIRS_JUDGE_H
#define ARCH_MODEL_PAIRS_JUDGE_H

#include <arch/model/pairs/calls.h>
#include <arch/model/suite/check.h>

/* Executions of a scenario, unless iters= says otherwise. */
#define PAIR_EXECUTIONS 100000

enum pair_extent {
	PAIR_EXHAUSTED,	  /* every execution, or one like it */
	PAIR_BOUNDED,	  /* every one with at most one preemption */
	PAIR_SAMPLED,	  /* some */
	PAIR_INDEPENDENT, /* the CPUs do not conflict: all executions are equivalent */
	NR_PAIR_EXTENTS,
};
const char *pair_extent_name(enum pair_extent extent);

struct pair_answer {
	enum pair_extent extent;
	unsigned int regimes; /* the regimes that were run, a bit for each */
	struct finding finding;
	/* About a violation. */
	struct config config;
	struct spec_history history;
	int call; /* the call that breaks a promise; -1: an oracle reported */
};

/* After a violation the trace is that of the simplest execution that shows it. */
void pair_explore(const struct pair *pair, const struct options *options,
		  struct pair_answer *answer);

#endif
