/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Searching: execution after execution from the same state, until there are no more or a limit is
 * hit.
 */
#include <arch/model/judge/race.h>
#include <arch/model/machine/buffer.h>
#include <arch/model/machine/choices.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/robust.h>
#include <arch/model/suite/check.h>

/* Steps that a host of 2023 makes in a second, and the cost in steps to begin an execution. */
#define WORK_PER_SECOND 10000000.0
#define WORK_TO_BEGIN	100

static unsigned int traits;

void check_note(enum check_trait trait)
{
	traits |= trait;
}

bool check_has(enum check_trait trait)
{
	return traits & trait;
}

void check_forget_traits(void)
{
	traits = 0;
}

static uint64_t work;

void check_work_begin(void)
{
	work = 0;
}

double check_work(void)
{
	return (double)work / WORK_PER_SECOND;
}

/* How the current search began. */
static struct {
	unsigned int bound;
	uint64_t seed;
} begun;

/* Will the search cover all executions? */
static bool searches_all(void)
{
	return explorer == &strategy_dpor ||
	       (explorer == &strategy_naive && begun.bound == NO_BOUND);
}

/* Count the execution that has ended, and judge it. */
static void take(struct finding *finding)
{
	work += trace.nr_events + WORK_TO_BEGIN;
	finding->steps += trace.nr_events;
	if (trace.nr_events > finding->longest)
		finding->longest = trace.nr_events;
	if (!buffers_in_use && searches_all() && execution.ending == ENDING_DONE)
		robust_look();
	verdict_add(finding);
}

static bool limit_is_hit(const struct limits *limits, uint64_t executions)
{
	return executions >= limits->executions || check_work() > limits->until;
}

static void begin_search(const struct strategy *strategy, unsigned int bound, uint64_t seed)
{
	explorer = strategy;
	begun.bound = bound;
	begun.seed = seed;
	strategy->begin(bound, seed);
}

/*
 * An execution has shown that a handler and its CPU's program share a word, so events that were
 * taken as independent are not: begin again.
 */
static bool must_begin_anew(void)
{
	if (!race_found_shared() || explorer != &strategy_dpor)
		return false;
	begin_search(explorer, begun.bound, begun.seed);
	return true;
}

/* Run executions until a limit is hit or there is a violation. */
static enum coverage run_executions(const struct limits *limits, struct finding *finding)
{
	struct finding before = *finding;
	uint64_t executions = 0;

	for (;;) {
		execution_run(scene_play);
		take(finding);
		if (finding->violated || finding->too_large || finding->broken)
			return COVERED_STOPPED;
		if (must_begin_anew())
			*finding = before;
		else if (!explorer->next())
			return COVERED_ALL;
		machine_restore();
		if (limit_is_hit(limits, ++executions))
			return COVERED_STOPPED;
	}
}

enum coverage check(const struct litmus *litmus, const struct config *config,
		    const struct strategy *strategy, unsigned int bound, uint64_t seed,
		    const struct limits *limits, struct finding *finding)
{
	scene_set(litmus, config);
	begin_search(strategy, bound, seed);
	return run_executions(limits, finding);
}

enum coverage check_again(const struct strategy *strategy, unsigned int bound, uint64_t seed,
			  const struct limits *limits, struct finding *finding)
{
	machine_restore();
	begin_search(strategy, bound, seed);
	return run_executions(limits, finding);
}

enum coverage check_more(const struct limits *limits, struct finding *finding)
{
	if (!explorer->next())
		return COVERED_ALL;
	machine_restore();
	return run_executions(limits, finding);
}
