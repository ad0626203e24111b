/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See simplest.h.  Bounds first, then length: the search goes on for a moment after the
 * first violation, and keeps the shortest.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/machine/machine.h>
#include <arch/model/search/replay.h>
#include <arch/model/suite/simplest.h>

#define BOUND_MOST     3
#define BOUND_SECONDS  2.0 /* for each bound */
#define LENGTH_SECONDS 0.5 /* after the first violation */

static struct choices best;

/* Run the execution of @choices only. */
static void repeat(const struct litmus *litmus, const struct config *config,
		   const struct choices *choices, struct finding *finding)
{
	struct limits limits = { .executions = 1, .until = check_work() + BOUND_SECONDS };

	memset(finding, 0, sizeof(*finding));
	replay_use(choices);
	(void)check(litmus, config, &strategy_replay, 0, 0, &limits, finding);
}

/* Find violations with @bound preemptions, and keep the shortest.  False: there is none. */
static bool shortest_with(const struct litmus *litmus, const struct config *config,
			  unsigned int bound)
{
	struct limits limits = { .executions = UINT64_MAX, .until = check_work() + BOUND_SECONDS };
	struct finding finding = { .executions = 0 };

	(void)check(litmus, config, &strategy_naive, bound, 0, &limits, &finding);
	if (!finding.violated)
		return false;
	choices_keep(&best);
	limits.until = check_work() + LENGTH_SECONDS;
	for (;;) {
		memset(&finding, 0, sizeof(finding));
		if (check_more(&limits, &finding) == COVERED_ALL || !finding.violated)
			return true;
		if (trace.nr_events < best.nr)
			choices_keep(&best);
	}
}

void simplest(const struct litmus *litmus, const struct config *config, struct finding *finding)
{
	struct finding found;

	choices_keep(&best);
	for (unsigned int bound = 0; bound <= BOUND_MOST; bound++) {
		if (shortest_with(litmus, config, bound))
			break;
	}
	repeat(litmus, config, &best, &found);
	/* A repeated execution does not check the model's own limits, such as that of a wait. */
	if (!found.violated)
		return;
	finding->oracle = found.oracle;
	memcpy(finding->what, found.what, sizeof(finding->what));
}
