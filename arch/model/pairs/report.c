/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See report.h.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/pairs/emit.h>
#include <arch/model/pairs/report.h>
#include <arch/model/pairs/spec.h>
#include <arch/model/suite/witness.h>
#include <kernel/lib/version.h>
#include <tests/engine/table.h>

static bool json;

void pair_totals_add(struct pair_totals *totals, const struct pair_totals *more)
{
	for (unsigned int i = 0; i < NR_PAIR_EXTENTS; i++)
		totals->by_extent[i] += more->by_extent[i];
	totals->too_large += more->too_large;
	totals->passed += more->passed;
	totals->failed += more->failed;
	totals->executions += more->executions;
}

void pair_report_begin(const struct options *options, size_t nr, const struct scenarios *all)
{
	json = options->json;
	printf("stalehound %s, the model: pairs of calls, judged by the specification\n",
	       stalehound_version);
	if (!json)
		printf("KTAP version 1\n1..%zu\n", nr);
	printf("# %zu of %zu scenarios: %zu pairs of calls on a kind of page, from %u states\n", nr,
	       all->nr, all->expressible, all->states);
	fflush(stdout);
}

static void print_regimes(unsigned int regimes)
{
	const char *separator = "";

	for (unsigned int i = 0; i < NR_REGIMES; i++) {
		if (!(regimes >> i & 1))
			continue;
		printf("%s%s", separator, regime_name(i));
		separator = ",";
	}
}

static void print_call(const struct spec_call *call, bool breaks)
{
	static const char *const phases[] = { "before", "race", "after" };
	char value[16];
	char result[16];

	value_spell(call->value, value, sizeof(value));
	value_spell(call->result, result, sizeof(result));
	printf("#   %-6s CPU %u  %s", phases[call->phase], call->cpu, call->name);
	if (call->kind == SPEC_STORE || (spec_is_read(call->kind) && call->result == SPEC_DONE))
		printf(" %s", value);
	if (call->result != SPEC_DONE && !spec_is_invisible(call->kind))
		printf(": %s", result);
	if (call->kind == SPEC_STORE && call->noticed)
		printf(", noticed");
	if (call->phase == SPEC_RACE && call->seen[!call->cpu])
		printf(", after CPU %u's call %u", !call->cpu, call->seen[!call->cpu]);
	printf("%s\n", breaks ? "	<- breaks the promise" : "");
}

/* For a store that should have been noticed, print that. */
static void print_allowed(uint64_t allowed)
{
	char text[16];

	if (allowed == 1ULL << SPEC_DONE)
		return;

	printf("# promised was one of:");
	for (unsigned int value = 0; value < SPEC_VALUES; value++) {
		if (!(allowed >> value & 1))
			continue;
		value_spell(value, text, sizeof(text));
		printf(" %s", text);
	}
	printf("\n");
}

static void show_violation(const char *name, const struct options *options,
			   const struct pair_answer *answer)
{
	const char *separator = " mutate=";

	printf("# CAUGHT %s: %s oracle: %s\n", name,
	       answer->call >= 0 ? "specification" : answer->finding.oracle, answer->finding.what);
	for (unsigned int i = 0; i < answer->history.nr; i++)
		print_call(&answer->history.calls[i], (int)i == answer->call);
	if (answer->call >= 0)
		print_allowed(spec_allows(&answer->history, (unsigned int)answer->call));
	witness_print(options->trace);
	printf("# repeat it: build/model/stalehound pairs run='%s'", name);
	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		if (!options->mutants[i])
			continue;
		printf("%s%s", separator, mutant_info[i].name);
		separator = ",";
	}
	printf("\n");
}

static const char *result_of(const struct finding *finding)
{
	if (finding->violated)
		return "violated";
	if (finding->broken)
		return "broken";
	return finding->too_large ? "too large" : "held";
}

static void print_line(const struct pair_answer *answer, const char *name, size_t number)
{
	const struct finding *finding = &answer->finding;
	const char *result = result_of(finding);

	if (json) {
		printf("{\"pair\":\"%s\",\"number\":%zu,\"result\":\"%s\",\"extent\":\"%s\","
		       "\"regimes\":\"",
		       name, number, result, pair_extent_name(answer->extent));
		print_regimes(answer->regimes);
		printf("\",\"executions\":%lu,\"steps\":%lu", finding->executions, finding->steps);
		if (*finding->what) {
			printf(",\"oracle\":\"%s\",\"what\":\"%s\"",
			       finding->oracle ? finding->oracle : "", finding->what);
		}
		printf("}\n");
		return;
	}
	printf("%sok %zu %s # ", finding->violated || finding->broken ? "not " : "", number, name);
	if (finding->too_large)
		printf("SKIP too large for the model: %s", finding->what);
	else if (finding->violated || finding->broken)
		printf("%s: %s", result, finding->what);
	else
		printf("%s", pair_extent_name(answer->extent));
	printf(", %lu executions, ", finding->executions);
	print_regimes(answer->regimes);
	printf("\n");
}

void pair_report(const struct pair *pair, size_t number, const struct options *options,
		 const struct pair_answer *answer, struct pair_totals *totals)
{
	const struct finding *finding = &answer->finding;
	char name[SCENARIO_NAME_MAX];

	scenario_spell(pair, name);
	if (finding->violated)
		show_violation(name, options, answer);
	if (finding->violated && options->emit)
		pair_emit(pair, answer, options->emit);
	print_line(answer, name, number);
	fflush(stdout);
	totals->executions += finding->executions;
	if (finding->violated || finding->broken) {
		totals->failed++;
	} else if (finding->too_large) {
		totals->too_large++;
	} else {
		totals->passed++;
		totals->by_extent[answer->extent]++;
	}
}

void pair_report_lost(size_t number, const char *death, struct pair_totals *totals)
{
	totals->failed++;
	printf("%sok %zu # %s\n", "not ", number, death);
}

void pair_report_end(const struct scenarios *all, const struct pair_totals *totals)
{
	printf("# scenarios:");
	for (unsigned int i = 0; i < NR_PAIR_EXTENTS; i++)
		printf(" %lu %s,", totals->by_extent[i], pair_extent_name((enum pair_extent)i));
	printf(" %lu too large; %lu executions\n", totals->too_large, totals->executions);
	printf("# pairs of calls on a kind of page: %zu expressible, %zu not\n", all->expressible,
	       all->inexpressible);
	printf("# %lu passed, %lu failed, %lu skipped\n", totals->passed, totals->failed,
	       totals->too_large);
}
