/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Following a schedule on metal.  It is the only run of this boot, so its number is 0; with that
 * and the model's seed it has the same addresses as in the model.
 */
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <kernel/options/schedule.h>
#include <kernel/race/schedule_runs.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/lines.h>
#include <tests/engine/regime.h>
#include <tests/engine/registry.h>
#include <tests/engine/replay.h>
#include <tests/engine/report.h>
#include <tests/engine/runner.h>
#include <tests/engine/session.h>
#include <tests/engine/table.h>
#include <tests/engine/world.h>
#include <tests/text/text.h>

_Static_assert(SCHEDULE_ACTORS == LITMUS_CPUS, "every actor has its letters");

static bool fits(const struct litmus *litmus, const struct schedule *schedule)
{
	unsigned int actors = litmus_nr_actors(litmus);

	if (schedule->nr_actors > actors) {
		printk("stalehound: schedule=: it names actor %u, but %s has %u: 0 to %u\n",
		       schedule->nr_actors - 1, litmus->name, actors, actors - 1);
		return false;
	}
	/* More CPUs would pass more points where the kernel loops over all CPUs. */
	if (actors != nr_cpus) {
		printk("stalehound: schedule=: %s is followed on %u CPU%s, and there %s %u: --smp %u\n",
		       litmus->name, actors, actors == 1 ? "" : "s", nr_cpus == 1 ? "is" : "are",
		       nr_cpus, actors);
		return false;
	}
	return true;
}

/* Run it; was the schedule followed to its end? */
static bool follow(const struct litmus *litmus, const struct schedule *schedule,
		   const struct options *options, struct tally *tally)
{
	static struct session session;
	static struct sweep sweep;
	struct regime regime = { schedule->policy, schedule->track, schedule->owner };

	session = (struct session){
		.litmus = litmus,
		.options = options,
		.schedule = schedule,
		.tally = tally,
		.sweep = &sweep,
		.regime = regime_number(&regime),
		.random = random_seeded(1, 1),
		.runs = 1,
		.deadline = UINT64_MAX,
		.reports_left = 1,
	};
	session.scene.litmus = litmus;
	session.scene.nr_actors = litmus_nr_actors(litmus);
	for (unsigned int i = 0; i < session.scene.nr_actors; i++)
		session.scene.actors[i].cpu = i;
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		mutant_set((enum mutant)i, schedule->mutants[i]);
	regime_choose(&regime);
	asid_limit_slots(schedule->asids);
	luf_debug(judge, !litmus->raw);
	world_follow(true);
	session_run(&session);
	world_follow(false);
	tally->unwatched = luf_debug_missed();
	return session.followed;
}

static void report(const struct litmus *litmus, const struct schedule *schedule,
		   const struct options *options)
{
	struct tally tally = { 0 };
	struct regime regime = { schedule->policy, schedule->track, schedule->owner };
	struct verdict_line line = {
		.name = "schedule",
		.litmus = litmus,
		.tally = &tally,
		.regimes = regimes_only(&regime),
		.least = 1,
	};
	bool followed;

	lines_begin(options->json, 1);
	lines_test_begin(litmus->name, litmus->asks, litmus->source, 1);
	followed = follow(litmus, schedule, options, &tally);
	if (followed)
		printk("# schedule: followed to its end, %u entries\n", schedule->nr_steps);
	judge_tally(&line);
	if (!followed && line.result != RESULT_FAILED) {
		line.result = RESULT_UNDECIDED;
		line.note = "the schedule was not followed to its end";
	}
	report_line(&line);
	report_test_end();
	report_end(options);
}

enum exit_status replay(const struct options *options)
{
	static struct schedule schedule;
	const struct litmus *litmus;
	struct totals totals;

	if (!schedule_parse(options->schedule, &schedule))
		return EXIT_USAGE;
	litmus = registry_find("schedule", schedule.test);
	if (!litmus || !text_is_scheduled(litmus, schedule.text) || !fits(litmus, &schedule))
		return EXIT_USAGE;
	report(litmus, &schedule, options);
	totals = lines_totals();
	return totals_status(&totals);
}
