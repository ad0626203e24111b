/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checking one litmus in one configuration: all executions from one initial state.
 */
#ifndef ARCH_MODEL_SUITE_CHECK_H
#define ARCH_MODEL_SUITE_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/judges.h>
#include <arch/model/search/explore.h>
#include <arch/model/suite/scene.h>
#include <arch/model/suite/verdict.h>
#include <tests/litmus.h>

struct limits {
	uint64_t executions;
	double until; /* check_work() */
};

enum coverage {
	COVERED_ALL,	 /* every execution, or one like it */
	COVERED_SAMPLED, /* some */
	COVERED_STOPPED, /* by a limit, or at the first violation */
};

/*
 * Run @litmus in @config until all executions were run, a limit is hit, or there is a violation;
 * add to @finding.  After a violation the trace is that of its execution.
 */
enum coverage check(const struct litmus *litmus, const struct config *config,
		    const struct strategy *strategy, unsigned int bound, uint64_t seed,
		    const struct limits *limits, struct finding *finding);

/* Search the same litmus from the same initial state again. */
enum coverage check_again(const struct strategy *strategy, unsigned int bound, uint64_t seed,
			  const struct limits *limits, struct finding *finding);

/*
 * The cost of all executions since the search began, in seconds of a certain host.  Limits and
 * seconds= use these, so that an answer is the same on every host, however busy.  Each search
 * begins at 0, so its shares are rounded in the same way, whatever was searched before.
 */
double check_work(void);
void check_work_begin(void);

/* Go on after a violation with the next executions. */
enum coverage check_more(const struct limits *limits, struct finding *finding);

bool check_has(enum check_trait trait);
void check_forget_traits(void);

#endif
