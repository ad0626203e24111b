/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See judge.h.  The scenario becomes a litmus whose last look asks the specification.
 */
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/machine/machine.h>
#include <arch/model/machine/sched.h>
#include <arch/model/pairs/judge.h>
#include <arch/model/pairs/scenario.h>
#include <arch/model/pairs/spec.h>
#include <arch/model/suite/simplest.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>

#define PROMISE_MAX 200

static char name[SCENARIO_NAME_MAX];
static char promise[PROMISE_MAX];
static struct spec_history history;
static int broken_by;

const char *pair_extent_name(enum pair_extent extent)
{
	static const char *const names[] = { "exhausted", "bounded 1", "sampled", "independent" };

	return names[extent];
}

static void nothing(struct run *r)
{
	(void)r;
}

/* The register says whether each promise was kept. */
static void look_and_judge(struct run *r)
{
	actors_look(r);
	actors_tell(&history);
	broken_by = spec_judge(&history, promise, sizeof(promise));
	memory_mark_range(&r->reg[0], sizeof(r->reg[0]));
	r->reg[0] = broken_by >= 0;
}

static const struct litmus litmus = {
	.name = name,
	.setup = actors_setup,
	.warm = { nothing, actors_prefix },
	.cpu = { actors_run_0, actors_run_1 },
	.finish = look_and_judge,
	.regs = { "broken" },
	.outcomes = {
		{ VERDICT_NEVER, promise, { 1 }, 1 },
		{ VERDICT_SOMETIMES, "every promise was kept", { 0 }, 1 },
	},
};

/* What one CPU has done to an object. */
#define HAS_READ(cpu)  (1u << (2 * (cpu)))
#define HAS_WROTE(cpu) (2u << (2 * (cpu)))

/* Did events of the two CPUs conflict in the last execution, apart from those of the records? */
static bool cpus_conflict(void)
{
	static uint8_t *done;

	if (!done)
		done = host_alloc(nr_objects());
	memset(done, 0, nr_objects());
	for (uint32_t i = 0; i < trace.nr_touches; i++) {
		const struct touch *touch = &trace.touches[i];
		unsigned int cpu = cpu_of(trace.events[touch->event].thread);
		uint8_t *of = &done[touch->object];

		if (actors_own(touch->object))
			continue;
		*of |= (uint8_t)(touch->mode == MODE_WRITE ? HAS_WROTE(cpu) : HAS_READ(cpu));
		if ((*of & HAS_WROTE(0) && *of >> 2) || (*of & HAS_WROTE(1) && *of & 3))
			return true;
	}
	return false;
}

/* DPOR; if that does not finish, all executions with at most one preemption. */
static enum pair_extent explore(const struct config *config, uint64_t executions,
				const struct options *options, struct finding *finding)
{
	struct limits limits = { .executions = 1,
				 .until = check_work() + (double)options->seconds };

	if (check(&litmus, config, &strategy_dpor, 0, options->seed, &limits, finding) ==
		    COVERED_ALL ||
	    finding->violated || finding->broken || finding->too_large)
		return PAIR_EXHAUSTED;
	if (!cpus_conflict())
		return PAIR_INDEPENDENT;
	limits.executions = executions;
	if (check_again(&strategy_dpor, 0, options->seed, &limits, finding) == COVERED_ALL)
		return PAIR_EXHAUSTED;
	if (finding->violated)
		return PAIR_SAMPLED;
	limits.until = check_work() + (double)options->seconds;
	if (check_again(&strategy_naive, 1, options->seed, &limits, finding) == COVERED_ALL)
		return PAIR_BOUNDED;
	return PAIR_SAMPLED;
}

/* Would @regime give the same as a regime that was run? */
static bool is_like_another(const struct regime *regime, unsigned int run)
{
	bool luf = regime->policy == &policy_luf;

	if (!run)
		return false;
	if (!check_has(CHECK_ASKS_POLICY))
		return true;
	return luf &&
	       run >> regime_number(
			      &(struct regime){ &policy_luf, LUF_TRACK_VMA, LUF_OWNER_SAME }) &
		       1 &&
	       ((regime->track != LUF_TRACK_VMA && !check_has(CHECK_DEFERS)) ||
		(regime->owner != LUF_OWNER_SAME && !check_has(CHECK_TAKES_OFF)));
}

static bool is_over(const struct finding *finding)
{
	return finding->violated || finding->broken || finding->too_large;
}

/* Explore the scenario under @regime, also in two orders of reuse if there are two. */
static void explore_regime(const struct regime *regime, const struct options *options,
			   uint64_t executions, struct pair_answer *answer)
{
	struct config config = {
		.regime = *regime,
		.warm = 3,
		.asids = (unsigned int)options->asids,
		.tlb = TLB_SETS,
		.without = options->without,
		.device_changes = pair_has(actors_pair, CALL_DEVICE_CHANGE),
	};

	for (unsigned int first = 0; first < 2; first++) {
		enum pair_extent extent;

		if (first && (regime->policy != &policy_luf || !check_has(CHECK_DEFERS)))
			return;
		config.deferred_first = first;
		extent = explore(&config, executions, options, &answer->finding);
		if (extent == PAIR_INDEPENDENT || answer->extent == PAIR_INDEPENDENT)
			answer->extent = extent;
		else if (extent > answer->extent)
			answer->extent = extent;
		answer->regimes |= 1u << regime_number(regime);
		answer->config = config;
		if (is_over(&answer->finding))
			return;
	}
}

void pair_explore(const struct pair *pair, const struct options *options,
		  struct pair_answer *answer)
{
	struct regimes wanted = regimes_wanted(options, NULL);
	uint64_t executions = options->iters < PAIR_EXECUTIONS ? options->iters : PAIR_EXECUTIONS;

	memset(answer, 0, sizeof(*answer));
	actors_pair = pair;
	scenario_spell(pair, name);
	check_forget_traits();
	check_work_begin();
	for (unsigned int i = 0; i < regimes_count(&wanted); i++) {
		struct regime regime = regime_at(&wanted, i);

		if (is_like_another(&regime, answer->regimes))
			continue;
		explore_regime(&regime, options, executions, answer);
		if (is_over(&answer->finding))
			break;
	}
	if (!answer->finding.violated)
		return;
	simplest(&litmus, &answer->config, &answer->finding);
	actors_tell(&answer->history);
	answer->call = execution.ending == ENDING_DONE ? broken_by : -1;
}
