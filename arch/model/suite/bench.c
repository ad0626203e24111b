/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See bench.h.  To prepare a litmus takes longer than to search a small one, so it is done once,
 * and the search is repeated.  Rates use processor time, since others may use the core, too.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <arch/model/host/fibre.h>
#include <arch/model/host/host.h>
#include <arch/model/search/knuth.h>
#include <arch/model/suite/bench.h>
#include <arch/model/suite/check.h>
#include <kernel/tlb/policy.h>
#include <tests/engine/registry.h>
#include <tests/engine/select.h>
#include <tests/text/hosted/files.h>

#define ROUNDS	 9
#define SWITCHES 2000000u

/* Shares of the time. */
#define ROUNDS_SHARE 0.5
#define NAIVE_SHARE  0.25
#define KNUTH_SHARE  0.25

struct rate {
	double steps;
	double executions;
};

static double processor_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static int in_order(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double values[ROUNDS])
{
	qsort(values, ROUNDS, sizeof(values[0]), in_order);
	return values[ROUNDS / 2];
}

static void print_rate(const char *name, double values[ROUNDS])
{
	double middle = median(values);

	printf("%-20s %14.0f  median of %d rounds, from %.0f to %.0f\n", name, middle, ROUNDS,
	       values[0], values[ROUNDS - 1]);
}

/* The whole search, again and again for @seconds. */
static struct rate one_round(double seconds)
{
	struct limits limits = { .executions = UINT64_MAX, .until = 1e300 };
	struct finding finding = { .executions = 0 };
	double until = host_seconds() + seconds;
	double start = processor_seconds();
	double spent;

	do
		(void)check_again(&strategy_dpor, 0, 0, &limits, &finding);
	while (host_seconds() < until);
	spent = processor_seconds() - start;
	return (struct rate){
		.steps = (double)finding.steps / spent,
		.executions = (double)(finding.executions + finding.redundant) / spent,
	};
}

static void measure_rates(double seconds)
{
	double steps[ROUNDS];
	double executions[ROUNDS];

	for (unsigned int i = 0; i < ROUNDS; i++) {
		struct rate rate = one_round(seconds / ROUNDS);

		steps[i] = rate.steps;
		executions[i] = rate.executions;
	}
	print_rate("steps/s", steps);
	print_rate("executions/s", executions);
}

/* The sizes of the trees of both engines. */
static void measure_trees(const struct options *options, double dpor)
{
	struct limits limits = { .executions = UINT64_MAX };
	struct finding finding = { .executions = 0 };
	enum coverage coverage;
	struct estimate naive;

	limits.until = check_work() + (double)options->seconds * NAIVE_SHARE;
	coverage = check_again(&strategy_naive, NO_BOUND, 0, &limits, &finding);
	printf("%-20s %14lu  %s\n", "naive-run", finding.executions,
	       coverage == COVERED_ALL ? "which is all" : "and not at its end");
	limits.executions = KNUTH_PROBES;
	limits.until = check_work() + (double)options->seconds * KNUTH_SHARE;
	(void)check_again(&strategy_knuth, 0, options->seed, &limits, &finding);
	naive = knuth_estimate();
	printf("%-20s %14.2Le  estimated by %u random descents, standard error %.2Le\n",
	       "naive-executions", naive.leaves, naive.probes, naive.error);
	printf("%-20s %14.2Le  with 99 %% confidence\n", "naive-at-least", naive.at_least);
	printf("%-20s %14.2Le  at least, with the same confidence\n", "naive/dpor",
	       naive.at_least / (long double)dpor);
}

static struct fibre ping;
static void *pong_sp;

static void ping_entry(void)
{
	for (;;)
		fibre_switch(&ping.sp, pong_sp);
}

static void measure_switch(void)
{
	double ns[ROUNDS];

	fibre_start(&ping, ping_entry);
	for (unsigned int i = 0; i < ROUNDS; i++) {
		double start = processor_seconds();

		for (unsigned int n = 0; n < SWITCHES / 2; n++)
			fibre_switch(&pong_sp, ping.sp);
		ns[i] = (processor_seconds() - start) * 1e9 / SWITCHES;
	}
	printf("%-20s %14.2f  median of %d rounds\n", "fibre-switch-ns", median(ns), ROUNDS);
}

static const struct litmus *only_selected(const char *globs)
{
	const struct litmus *only = NULL;

	for (size_t i = 0; i < registry_count(); i++) {
		if (!selected(globs, registry_at(i)->name))
			continue;
		if (only)
			return NULL;
		only = registry_at(i);
	}
	return only;
}

enum exit_status bench_run(const struct options *options)
{
	static const char *const names[] = { "exploration" };
	const struct litmus *litmus;
	struct limits limits = { .executions = UINT64_MAX };
	struct finding dpor = { .executions = 0 };
	struct config config = {
		.regime = { options->policy ? options->policy : &policy_luf, LUF_TRACK_VMA,
			    LUF_OWNER_SAME },
		.warm = ~0u,
		.asids = (unsigned int)options->asids,
		.tso = options->tso == TSO_ON,
	};

	registry_init();
	if (options->litmus && !text_load_files(options->litmus))
		return EXIT_USAGE;
	if (!selection_is_sane("bench", options->bench, names, 1))
		return EXIT_USAGE;
	litmus = only_selected(options->run);
	if (!litmus) {
		printf("stalehound: bench: run= must select one test; 'list' names them\n");
		return EXIT_USAGE;
	}
	limits.until = check_work() + (double)options->seconds;
	if (check(litmus, &config, &strategy_dpor, 0, 0, &limits, &dpor) != COVERED_ALL) {
		printf("stalehound: bench: %s cannot be exhausted in %lu s\n", litmus->name,
		       options->seconds);
		return EXIT_USAGE;
	}
	printf("# bench %s, policy %s, warm%s\n", litmus->name, config.regime.policy->name,
	       config.tso ? ", with store buffers" : "");
	measure_rates((double)options->seconds * ROUNDS_SHARE);
	measure_switch();
	printf("%-20s %14lu  and %lu cut short, %.0f steps each\n", "dpor-executions",
	       dpor.executions, dpor.redundant,
	       (double)dpor.steps / (double)(dpor.executions + dpor.redundant));
	measure_trees(options, (double)dpor.executions);
	return EXIT_HELD;
}
