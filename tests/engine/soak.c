/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One short session after another, each of a random test, so that each test meets what any other
 * leaves behind.
 */
#include <arch/cpu.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/engine/enough.h>
#include <tests/engine/lines.h>
#include <tests/engine/pause.h>
#include <tests/engine/progress.h>
#include <tests/engine/registry.h>
#include <tests/engine/rotation.h>
#include <tests/engine/runner.h>
#include <tests/engine/select.h>
#include <tests/engine/soak.h>
#include <tests/engine/table.h>
#include <tests/engine/tooth.h>

#define TURN_RUNS      96 /* enough to claim each regime */
#define PROGRESS_EVERY 30 /* seconds */
#define SOAK_REPORTS   3

static struct tally tallies[REGISTRY_MAX];

static bool can_soak(const struct options *options, const struct litmus *litmus)
{
	return selected(options->run, litmus->name) && litmus_nr_actors(litmus) <= nr_cpus;
}

static size_t choose(const struct options *options, struct random *random)
{
	size_t i;

	do {
		i = random_below(random, registry_count());
	} while (!can_soak(options, registry_at(i)));
	return i;
}

/* The sum over all tests so far. */
static struct tally sum(void)
{
	struct tally all = { 0 };

	for (size_t i = 0; i < registry_count(); i++) {
		all.runs += tallies[i].runs;
		all.violations += tallies[i].violations;
	}
	return all;
}

static void print_progress(const struct options *options, uint64_t start, uint64_t turns)
{
	struct tally all = sum();

	printk("# soak: %lu of %lu s, %lu sessions, %lu runs, %lu violations\n",
	       (pause_clock() - start) / seconds(1), options->seconds, turns, all.runs,
	       all.violations);
}

static void soak_turn(const struct options *options, struct random *random, size_t i,
		      uint64_t turns)
{
	struct tally *tally = &tallies[i];
	struct regimes regimes = regimes_wanted(options, NULL);
	struct options turn = *options;
	const struct budget budget = {
		.runs = tally->runs + TURN_RUNS,
		.cycles = seconds(1),
		.least = (tally->runs + TURN_RUNS) / NR_REGIMES,
		.reports = tally->violations < SOAK_REPORTS,
	};

	turn.seed = random_next(random) | 1;
	progress_soak(turns, sum().violations);
	run_litmus(registry_at(i), &turn, &regimes, &budget, tally);
}

static void report_soaked(const struct options *options, const struct litmus *litmus,
			  const struct tally *tally)
{
	struct enough enough;
	struct verdict_line line = {
		.name = "sound",
		.litmus = litmus,
		.tally = tally,
		.regimes = regimes_wanted(options, NULL),
	};

	enough = enough_runs(litmus, &line.regimes, options);
	line.enough = enough_to_tell(&enough, options);
	line.least = rotation_least(&line.regimes, enough_most(options));
	lines_test_begin(litmus->name, litmus->asks, litmus->source, 1);
	judge_tally(&line);
	teeth_judge_named(&line, options);
	if (!tally->runs)
		line.note = "its turn never came";
	report_line(&line);
	report_test_end();
}

/* Has every regime had enough runs of test @i? */
static bool has_enough(const struct options *options, size_t i)
{
	struct regimes regimes = regimes_wanted(options, NULL);
	uint64_t least = rotation_least(&regimes, enough_most(options));

	return rotation_had(&regimes, tallies[i].by_regime, least).set == regimes.set;
}

/*
 * By chance, or for lack of time, some tests had too few runs: give each of these one turn more.
 * @turns: how many turns there were.  Returns how many there are with these.
 */
static uint64_t soak_rest(const struct options *options, struct random *random, uint64_t turns)
{
	for (size_t i = 0; i < registry_count(); i++) {
		if (!can_soak(options, registry_at(i)) || has_enough(options, i))
			continue;
		soak_turn(options, random, i, turns++);
	}
	return turns;
}

/* Is the soak over: ended by hand, or because as many tests failed as stop= allows? */
static bool is_over(const struct options *options)
{
	uint64_t failed = 0;

	for (size_t i = 0; options->stop && i < registry_count(); i++)
		failed += tallies[i].violations || tallies[i].broken;
	return pause_gave_up() || (options->stop && failed >= options->stop);
}

static size_t count_selected(const struct options *options, bool that_can)
{
	size_t n = 0;

	for (size_t i = 0; i < registry_count(); i++)
		n += selected(options->run, registry_at(i)->name) &&
		     (!that_can || can_soak(options, registry_at(i)));
	return n;
}

/* Report all tests, also those for which there were too few CPUs. */
static void report_all(const struct options *options)
{
	for (size_t i = 0; i < registry_count(); i++) {
		if (can_soak(options, registry_at(i)))
			report_soaked(options, registry_at(i), &tallies[i]);
		else if (selected(options->run, registry_at(i)->name))
			report_too_few_cpus(registry_at(i));
	}
}

void soak(const struct options *options)
{
	struct random random = random_seeded(options->seed, 0);
	uint64_t start = pause_clock();
	uint64_t next = PROGRESS_EVERY;
	bool any = count_selected(options, true) != 0;
	uint64_t turns = 0;

	memset(tallies, 0, sizeof(tallies));
	lines_begin(options->json, count_selected(options, false));
	while (any && !is_over(options) && pause_clock() - start < seconds(options->seconds)) {
		soak_turn(options, &random, choose(options, &random), turns++);
		if (pause_clock() - start < seconds(next))
			continue;
		print_progress(options, start, turns);
		next += PROGRESS_EVERY;
	}
	if (!is_over(options))
		turns = soak_rest(options, &random, turns);
	print_progress(options, start, turns);
	report_all(options);
	report_end(options);
}
