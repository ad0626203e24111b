/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See follow.h.
 */
#include <stdio.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/replay.h>
#include <arch/model/suite/check.h>
#include <arch/model/suite/follow.h>
#include <arch/model/suite/report.h>
#include <arch/model/suite/witness.h>
#include <kernel/options/schedule.h>
#include <kernel/rules/mutants.h>
#include <tests/engine/registry.h>
#include <tests/engine/table.h>
#include <tests/text/text.h>

#define FOLLOW_SECONDS 60

static struct choices choices;

static bool fits(const struct litmus *litmus, const struct schedule *schedule)
{
	unsigned int actors = litmus_nr_actors(litmus);

	if (schedule->nr_actors > actors) {
		printf("stalehound: schedule=: it names actor %u, but %s has %u: 0 to %u\n",
		       schedule->nr_actors - 1, litmus->name, actors, actors - 1);
		return false;
	}
	if (!schedule->nr_events) {
		printf("stalehound: schedule=: it has no events, which the model follows, only "
		       "steps: ./run-qemu.sh schedule=…\n");
		return false;
	}
	if (!choices_read(&choices, schedule)) {
		printf("stalehound: schedule=: more than %u events\n", MAX_EVENTS);
		return false;
	}
	return true;
}

static struct config config_of(const struct schedule *schedule, unsigned int without)
{
	return (struct config){
		.regime = { schedule->policy, schedule->track, schedule->owner },
		.warm = schedule->warm,
		.deferred_first = schedule->deferred_first,
		.asids = schedule->asids,
		.tso = schedule->tso,
		.no_pcid = schedule->no_pcid,
		.tlb = schedule->demand_filled ? TLB_DEMAND : TLB_SETS,
		.data_only = schedule->demand_filled,
		.without = without,
	};
}

/* The status of the execution.  If a broken test or a limit ended it, it says nothing. */
static enum exit_status status_of(const struct finding *finding)
{
	if (finding->violated)
		return EXIT_CAUGHT;
	if (finding->broken)
		return EXIT_USAGE;
	return finding->too_large ? EXIT_UNDECIDED : EXIT_HELD;
}

static enum exit_status report(const struct litmus *litmus, const struct finding *finding)
{
	enum exit_status status = status_of(finding);
	bool undecided = status == EXIT_UNDECIDED;
	bool held = status == EXIT_HELD;

	if (finding->violated)
		printf("# CAUGHT %s: %s oracle: %s\n", litmus->name, finding->oracle,
		       finding->what);
	else if (finding->broken)
		printf("# BROKEN TEST %s: %s\n", litmus->name, finding->what);
	witness_print(true);
	printf("KTAP version 1\n1..1\n%sok 1 %s%s%s\n", held || undecided ? "" : "not ",
	       litmus->name,
	       undecided ? " # SKIP undecided: " :
	       held	 ? "" :
			   " # ",
	       held ? "" : finding->what);
	printf("# %u passed, %u failed, %u skipped\n", held, !held && !undecided, undecided);
	return status;
}

enum exit_status follow_schedule(const struct options *options)
{
	struct limits limits = { .executions = 1, .until = check_work() + FOLLOW_SECONDS };
	struct finding finding = { .executions = 0 };
	static struct schedule schedule;
	const struct litmus *litmus;
	struct config config;

	if (!schedule_parse(options->schedule, &schedule))
		return EXIT_USAGE;
	litmus = registry_find("schedule", schedule.test);
	if (!litmus || !text_is_scheduled(litmus, schedule.text) || !fits(litmus, &schedule))
		return EXIT_USAGE;
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		mutant_set((enum mutant)i, schedule.mutants[i]);
	config = config_of(&schedule, options->without);
	replay_use(&choices);
	(void)check(litmus, &config, &strategy_replay, 0, 0, &limits, &finding);
	if (replay_misfit()) {
		printf("stalehound: schedule=: it does not fit %s: the thread of event %u cannot go on "
		       "there\n",
		       litmus->name, replay_misfit() - 1);
		return EXIT_USAGE;
	}
	return report(litmus, &finding);
}
