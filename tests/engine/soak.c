/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One short session after another, each of a test drawn at random, so that every test
 * finds what every other one leaves behind.
 */
#include <arch/cpu.h>
#include <kernel/printk.h>
#include <tests/engine/registry.h>
#include <tests/engine/rotation.h>
#include <tests/engine/runner.h>
#include <tests/engine/select.h>
#include <tests/engine/soak.h>
#include <tests/engine/table.h>

#define TURN_RUNS      64
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

static void print_progress(const struct options *options, uint64_t start, uint64_t turns)
{
	uint64_t violations = 0;
	uint64_t runs = 0;

	for (size_t i = 0; i < registry_count(); i++) {
		runs += tallies[i].runs;
		violations += tallies[i].violations;
	}
	printk("# soak: %lu of %lu s, %lu sessions, %lu runs, %lu violations\n",
	       (cpu_cycles() - start) / seconds(1), options->seconds, turns, runs, violations);
}

static void soak_turn(const struct options *options, struct random *random)
{
	size_t i = choose(options, random);
	struct tally *tally = &tallies[i];
	struct regimes regimes = regimes_wanted(options, NULL);
	struct options turn = *options;
	const struct budget budget = {
		.runs = tally->runs + TURN_RUNS,
		.cycles = seconds(1),
		.reports = tally->violations < SOAK_REPORTS,
	};

	turn.seed = random_next(random) | 1;
	run_litmus(registry_at(i), &turn, &regimes, &budget, tally);
}

static void report_soaked(const struct options *options, const struct litmus *litmus,
			  const struct tally *tally)
{
	struct verdict_line line = {
		.name = "sound",
		.litmus = litmus,
		.tally = tally,
		.regimes = regimes_wanted(options, NULL),
	};

	line.least = rotation_least(&line.regimes, options->iters);
	report_test_begin(litmus->name, litmus->asks, litmus->source, 1);
	judge_tally(&line);
	if (!tally->runs)
		line.note = "its turn never came";
	report_line(&line);
	report_test_end();
}

static size_t count_soaked(const struct options *options)
{
	size_t n = 0;

	for (size_t i = 0; i < registry_count(); i++)
		n += can_soak(options, registry_at(i));
	return n;
}

void soak(const struct options *options)
{
	struct random random = random_seeded(options->seed, 0);
	uint64_t start = cpu_cycles();
	uint64_t next = PROGRESS_EVERY;
	size_t planned = count_soaked(options);
	uint64_t turns = 0;

	report_begin(options->json, planned);
	while (planned && cpu_cycles() - start < seconds(options->seconds)) {
		soak_turn(options, &random);
		turns++;
		if (cpu_cycles() - start < seconds(next))
			continue;
		print_progress(options, start, turns);
		next += PROGRESS_EVERY;
	}
	print_progress(options, start, turns);
	for (size_t i = 0; i < registry_count(); i++) {
		if (can_soak(options, registry_at(i)))
			report_soaked(options, registry_at(i), &tallies[i]);
	}
	report_end(options);
}
