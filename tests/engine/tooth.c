/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Trying teeth, and judging those that were not caught.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/tlb/luf_debug.h>
#include <tests/engine/enough.h>
#include <tests/engine/fair.h>
#include <tests/engine/named.h>
#include <tests/engine/pause.h>
#include <tests/engine/rate.h>
#include <tests/engine/rated.h>
#include <tests/engine/rates.h>
#include <tests/engine/rotation.h>
#include <tests/engine/runner.h>
#include <tests/engine/table.h>
#include <tests/engine/tooth.h>
#include <tests/hw/probe.h>

#define TOOTH_SECONDS  25  /* to try one, at least */
#define TOOTH_PATIENCE 8   /* times seconds=, if that is more */
#define RATE_RUNS      512 /* after the first catch, to say how often it bites */

/* What the line that is judged says. */
static struct ruling ruling;

/* Can @tooth show here to luf_debug=on, which needs no CPU that keeps anything? */
static bool debug_may_show(const struct litmus *litmus, const struct tooth *tooth)
{
	unsigned int needs = tooth->needs & ~platform_keeps();

	if (!luf_debug_active || litmus->raw || tooth->ends_boot ||
	    needs & (KEEPS_BUFFERED | KEEPS_IPI))
		return false;
	return !(needs & KEEPS_PCID) || cpu_has(CPU_PCID);
}

/* Until it is caught often enough, and a little longer to learn how often it is. */
static void bite(const struct litmus *litmus, const struct options *options,
		 struct verdict_line *line, const struct tooth *tooth, struct tally *tally,
		 struct tally *rate)
{
	uint64_t patience = TOOTH_PATIENCE * options->seconds;
	struct budget catch = {
		.runs = enough_tries(litmus, tooth, options),
		.fair = options->catches > 1 ? ENOUGH_NEVER : enough_misses(litmus, tooth),
		.cycles = seconds(patience < TOOTH_SECONDS ? TOOTH_SECONDS : patience),
		.violations = options->catches,
		.reports = options->mutate == MUTATE_TEETH,
	};
	uint64_t most = enough_most(options);
	struct budget after = {
		.runs = most < RATE_RUNS ? most : RATE_RUNS,
		.cycles = seconds(1) / 10,
	};

	run_litmus(litmus, options, &line->regimes, &catch, tally);
	if (!tally->violations || options->catches > 1)
		return;
	run_litmus(litmus, options, &line->regimes, &after, rate);
	line->rate = rate;
}

static void say(struct ruling *rule, enum result result, const char *what, bool acted)
{
	rule->result = result;
	snformat(rule->note, sizeof(rule->note), "%s%s", what,
		 acted ? "" : "; the mutant never acted");
}

/* @tooth was not caught in the runs of @tally; those under @its regimes were attempts. */
static void missed(const struct litmus *litmus, const struct tooth *tooth,
		   const struct options *options, const struct regimes *its,
		   const struct tally *tally, struct ruling *rule)
{
	uint64_t runs = fair_runs(tally, its);
	const char *unrated = unrated_word(options, tooth);
	bool acted = mutant_last_site(tooth->mutant) != NULL;
	uint64_t decide = enough_misses(litmus, tooth);
	enum result result = RESULT_UNDECIDED;
	char text[RULING_NOTE_MAX];

	if (!mostly_fair(tally)) {
		snformat(text, sizeof(text),
			 "not caught in %lu runs, of which the host left only %lu alone",
			 tally->runs, runs);
	} else if (decide == ENOUGH_NEVER) {
		snformat(text, sizeof(text),
			 "not caught in %lu fair runs, and here no number of them decides", runs);
	} else if (unrated) {
		snformat(text, sizeof(text),
			 "not caught in %lu fair runs, and no rate is known under %s", runs,
			 unrated);
	} else if (runs < decide) {
		snformat(text, sizeof(text), "not caught in %lu fair runs of the %lu that decide",
			 runs, decide);
	} else if (tally->unwatched) {
		snformat(text, sizeof(text),
			 "not caught in %lu fair runs, but luf_debug had no room for %lu entries",
			 runs, tally->unwatched);
	} else {
		result = RESULT_FAILED;
		snformat(
			text, sizeof(text),
			"INSENSITIVE: not caught in %lu fair runs, though this platform could show it",
			runs);
	}
	say(rule, result, text, acted);
}

static void missed_seldom(const struct litmus *litmus, const struct tooth *tooth,
			  const struct tally *tally, struct ruling *rule)
{
	const struct tooth_rate *rate = tooth_rate_here(litmus, tooth);

	rule->result = RESULT_SKIPPED;
	if (rate->hidden)
		snformat(rule->note, sizeof(rule->note),
			 "where rates were measured, %s; here it was caught in none of %lu runs",
			 rate->hidden, tally->runs);
	else
		snformat(
			rule->note, sizeof(rule->note),
			"seldom seen here: in %u of %u runs when that was measured, in none of these %lu",
			rate->hits, rate->runs, tally->runs);
}

static void judge_tooth(struct verdict_line *line, const struct tooth *tooth,
			const struct options *options, const char *obstacle)
{
	/* What a mutant leaves behind breaks no rule once it was caught. */
	if (!line->tally->violations && is_broken(line))
		return;
	if (!line->tally->violations && obstacle) {
		line->result = RESULT_SKIPPED;
		line->note = obstacle;
	} else if (!line->tally->violations && !pause_gave_up() &&
		   enough_is_seldom(line->litmus, tooth, options)) {
		missed_seldom(line->litmus, tooth, line->tally, &ruling);
		line->result = ruling.result;
		line->note = ruling.note;
	} else if (!line->tally->violations) {
		missed(line->litmus, tooth, options, &line->regimes, line->tally, &ruling);
		line->result = ruling.result;
		line->note = ruling.note;
	} else if (!mutant_last_site(tooth->mutant)) {
		line->result = RESULT_FAILED;
		line->note = "something was caught, but the mutant never acted";
	} else if (options->mutate == MUTATE_TEETH) {
		line->result = RESULT_FAILED;
	}
}

void tooth_skip(const struct litmus *litmus, const struct tooth *tooth, enum result result,
		const char *why)
{
	struct verdict_line line = {
		.name = mutant_info[tooth->mutant].name,
		.litmus = litmus,
		.kind = LINE_TOOTH,
		.result = result,
		.note = why,
	};

	report_line(&line);
}

void tooth_run(const struct litmus *litmus, const struct tooth *tooth,
	       const struct options *options)
{
	struct tally tally = { 0 };
	struct tally rate = { 0 };
	struct verdict_line line = {
		.name = mutant_info[tooth->mutant].name,
		.litmus = litmus,
		.tally = &tally,
		.regimes = regimes_wanted(options, tooth),
		.kind = LINE_TOOTH,
		.least = 1,
	};
	const char *obstacle = enough_obstacle(tooth, &line.regimes);

	if (obstacle && !(regimes_count(&line.regimes) && debug_may_show(litmus, tooth))) {
		line.note = obstacle;
		line.result = RESULT_SKIPPED;
		report_line(&line);
		return;
	}
	mutant_set(tooth->mutant, true);
	bite(litmus, options, &line, tooth, &tally, &rate);
	judge_tooth(&line, tooth, options, obstacle);
	mutant_set(tooth->mutant, false);
	report_line(&line);
}

/* Runs that held with the mutants in that the user named. */
struct named_runs {
	const struct litmus *litmus;
	const struct options *options;
	const struct tally *tally;
};

static void rule_named(const struct tooth *tooth, const void *found, struct ruling *rule)
{
	const struct named_runs *runs = found;
	struct regimes its = regimes_wanted(runs->options, tooth);
	const char *obstacle = enough_obstacle(tooth, &its);

	if (obstacle)
		say(rule, RESULT_SKIPPED, obstacle, true);
	else
		missed(runs->litmus, tooth, runs->options, &its, runs->tally, rule);
}

void teeth_judge_named(struct verdict_line *line, const struct options *options)
{
	const struct named_runs runs = { line->litmus, options, line->tally };

	/* A violation, or too few runs anyway: that has been said. */
	if (line->result != RESULT_OK)
		return;
	named_judge(line->litmus, options, rule_named, &runs, &ruling);
	line->result = ruling.result;
	line->note = *ruling.note ? ruling.note : NULL;
}
