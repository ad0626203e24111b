/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running all scenarios, or a sample.  See arch/model/suite/pairs.h.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/host/host.h>
#include <arch/model/pairs/judge.h>
#include <arch/model/pairs/report.h>
#include <arch/model/pairs/scenario.h>
#include <arch/model/suite/crash.h>
#include <arch/model/suite/jobs.h>
#include <arch/model/suite/pairs.h>
#include <arch/model/suite/usage.h>
#include <kernel/lib/random.h>
#include <tests/engine/select.h>

/* How many scenarios one process explores. */
#define CHUNK 64
/* For this many scenarios or more, estimate the time first, on this many of them. */
#define ESTIMATE_FROM 500
#define ESTIMATED_ON  12

static const struct options *asked;
static struct scenarios all;
static const struct pair **wanted;
static size_t nr_wanted;

static bool is_wanted(const struct pair *pair)
{
	char name[SCENARIO_NAME_MAX];

	scenario_spell(pair, name);
	return selected(asked->run, name);
}

/* Draw a sample, each scenario with equal probability, in their order. */
static void draw_sample(void)
{
	struct random random = random_seeded(asked->seed, 0);
	size_t left = asked->sample;
	size_t kept = 0;

	for (size_t i = 0; i < nr_wanted && left; i++) {
		if (random_below(&random, nr_wanted - i) >= left)
			continue;
		wanted[kept++] = wanted[i];
		left--;
	}
	nr_wanted = kept;
}

/* Take every n-th, so that each shard has some of everything. */
static void take_shard(void)
{
	size_t kept = 0;

	for (size_t i = asked->shard - 1; i < nr_wanted; i += asked->shards)
		wanted[kept++] = wanted[i];
	nr_wanted = kept;
}

static void find_wanted(void)
{
	scenarios_find(asked->run, &all);
	wanted = host_alloc((all.nr + 1) * sizeof(struct pair *));
	for (size_t i = 0; i < all.nr; i++) {
		if (is_wanted(&all.of[i]))
			wanted[nr_wanted++] = &all.of[i];
	}
	if (asked->sample && asked->sample < nr_wanted)
		draw_sample();
	take_shard();
}

static void work(size_t item, void *result)
{
	struct pair_totals *totals = result;
	size_t end = (item + 1) * CHUNK < nr_wanted ? (item + 1) * CHUNK : nr_wanted;

	memset(totals, 0, sizeof(*totals));
	for (size_t i = item * CHUNK; i < end; i++) {
		static struct pair_answer answer;

		pair_explore(wanted[i], asked, &answer);
		pair_report(wanted[i], i + 1, asked, &answer, totals);
	}
}

static struct pair_totals sum;

static void collect(size_t item, const void *result, const char *death)
{
	if (death)
		pair_report_lost(item * CHUNK + 1, death, &sum);
	else
		pair_totals_add(&sum, result);
}

/* Estimate the time for all from some, taken evenly. */
static void print_estimate(void)
{
	double start = host_seconds();
	double each;

	if (nr_wanted < ESTIMATE_FROM)
		return;
	for (size_t i = 0; i < ESTIMATED_ON; i++) {
		static struct pair_answer answer;

		pair_explore(wanted[nr_wanted / ESTIMATED_ON * i], asked, &answer);
	}
	each = (host_seconds() - start) / ESTIMATED_ON;
	printf("# estimate, by %d of them: %.3f s each, %.0f s of one core in all\n", ESTIMATED_ON,
	       each, each * (double)nr_wanted);
	fflush(stdout);
}

static enum exit_status list(void)
{
	char name[SCENARIO_NAME_MAX];

	for (size_t i = 0; i < nr_wanted; i++) {
		scenario_spell(wanted[i], name);
		printf("%s\n", name);
	}
	return EXIT_HELD;
}

/* A word that pairs do not follow, other than those of usage.h; NULL: there is none. */
static const char *word_not_followed(const struct options *options)
{
	if (options->tso == TSO_ON)
		return "tso=on";
	return options->mutate == MUTATE_TEETH ? "mutate=teeth" : NULL;
}

enum exit_status pairs_run(const struct options *options)
{
	struct jobs jobs = {
		.at_a_time = (unsigned int)options->jobs,
		.result_size = sizeof(struct pair_totals),
		.work = work,
		.collect = collect,
	};
	bool all_came_back;

	if (usage_refuses(
		    options, "pairs", word_not_followed(options),
		    "pairs are explored by DPOR, in order, from the states that calls lead to"))
		return EXIT_USAGE;
	asked = options;
	crash_watch();
	scene_use_debug(options->luf_debug);
	scene_with_limits(&options->luf_limits, options->luf_refill);
	scene_with_rules(&options->rules);
	find_wanted();
	if (!nr_wanted) {
		printf("stalehound: pairs: run=%s selects none; 'pairs list' names them\n",
		       options->run);
		return EXIT_USAGE;
	}
	if (options->list)
		return list();
	pair_report_begin(options, nr_wanted, &all);
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		mutant_set((enum mutant)i, options->mutants[i]);
	print_estimate();
	jobs.nr = (nr_wanted + CHUNK - 1) / CHUNK;
	all_came_back = jobs_run(&jobs);
	pair_report_end(&all, &sum);
	if (!all_came_back)
		return EXIT_CRASH;
	return sum.failed ? EXIT_CAUGHT : EXIT_HELD;
}
