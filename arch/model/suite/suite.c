/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model's suite: the same tests and teeth as on metal.
 */
#include <stdio.h>
#include <arch/model/judge/closure.h>
#include <arch/model/judge/coverage.h>
#include <arch/model/search/explore.h>
#include <arch/model/suite/crash.h>
#include <arch/model/suite/follow.h>
#include <arch/model/suite/jobs.h>
#include <arch/model/suite/metal.h>
#include <arch/model/suite/needs.h>
#include <arch/model/suite/report.h>
#include <arch/model/suite/search.h>
#include <arch/model/suite/simplest.h>
#include <arch/model/suite/suite.h>
#include <arch/model/suite/witness.h>
#include <kernel/lib/version.h>
#include <kernel/rules/mutants.h>
#include <tests/engine/lines.h>
#include <tests/engine/named.h>
#include <tests/engine/registry.h>
#include <tests/engine/select.h>
#include <tests/engine/table.h>
#include <tests/text/hosted/files.h>

#define NOTE_MAX 320

/* A SOMETIMES that has not been seen, or NULL. */
static const char *unseen(const struct litmus *litmus, const struct finding *finding)
{
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++) {
		if (litmus->outcomes[row].verdict == VERDICT_SOMETIMES && !finding->seen[row])
			return litmus->outcomes[row].text;
	}
	return NULL;
}

/* Show a simple execution with the violation, and how to repeat it. */
static void show_violation(const struct litmus *litmus, const struct options *options,
			   struct answer *answer)
{
	simplest(litmus, &answer->config, &answer->finding);
	printf("# CAUGHT %s: %s oracle: %s\n", litmus->name, answer->finding.oracle,
	       answer->finding.what);
	witness_print(options->trace);
	print_schedules(litmus, answer);
	needs_print(litmus, &answer->config);
}

/* A search in which a tooth was not caught. */
struct survival {
	const struct options *options;
	const struct answer *answer;
};

/* Judge a tooth that was not caught: the test may be insensitive, or the search too small. */
static void rule_survivor(const struct tooth *tooth, const void *found, struct ruling *ruling)
{
	const struct survival *held = found;
	struct regimes regimes = regimes_wanted(held->options, tooth);
	const char *what;

	ruling->result = RESULT_SKIPPED;
	if (!regimes_count(&regimes)) {
		what = TOOTH_OF_NO_REGIME;
	} else if (tooth->needs & KEEPS_BUFFERED && !held->answer->buffered) {
		what = "it needs store buffers";
	} else if (held->answer->extent != EXTENT_EXHAUSTIVE) {
		ruling->result = RESULT_UNDECIDED;
		what = "not caught in the part that was searched";
	} else if (held->options->without) {
		what = "it needs of a CPU what without= leaves out";
	} else {
		ruling->result = RESULT_FAILED;
		what = "INSENSITIVE: it survives";
	}
	snprintf(ruling->note, sizeof(ruling->note), "%s", what);
}

/* The test held with the mutants that the user named, if any. */
static void judge_named(const struct litmus *litmus, const struct options *options,
			struct model_line *line, struct ruling *ruling)
{
	const struct survival held = { options, line->answer };

	if (line->result != RESULT_OK)
		return;
	named_judge(litmus, options, rule_survivor, &held, ruling);
	line->result = ruling->result;
	if (*ruling->note)
		line->note = ruling->note;
}

/* Is the test broken, or too large, so that it shows nothing? */
static bool is_refused(const struct litmus *litmus, struct model_line *line, char note[NOTE_MAX])
{
	const struct finding *finding = &line->answer->finding;

	if (finding->violated || !(finding->broken || finding->too_large))
		return false;
	line->result = RESULT_FAILED;
	line->broken = true;
	line->note = note;
	snprintf(note, NOTE_MAX, "%s: %s",
		 finding->broken ? "the test itself is broken" : "too large for the model",
		 finding->what);
	if (finding->broken)
		printf("# BROKEN TEST %s: %s\n", litmus->name, finding->what);
	else
		printf("stalehound: %s is %s\n", litmus->name, note);
	return true;
}

static void judge_sound(const struct litmus *litmus, const struct options *options,
			struct model_line *line, char note[NOTE_MAX])
{
	const struct answer *answer = line->answer;
	const char *missing = unseen(litmus, &answer->finding);
	/* Some outcomes may need store buffers; the line about these reports them. */
	bool whole = answer->extent == EXTENT_EXHAUSTIVE && options->warm == SWITCH_RANDOM &&
		     !options->policy && !options->without && options->luf_tracks == TRACK_ALL &&
		     options->luf_owners == OWNERS_ALL && options->shards == 1 &&
		     options->engine != ENGINE_EAGER && (answer->buffered || answer->robust);

	if (is_refused(litmus, line, note))
		return;
	line->note = note;
	if (answer->finding.violated) {
		line->result = RESULT_FAILED;
		snprintf(note, NOTE_MAX, "%s oracle: %s", answer->finding.oracle,
			 answer->finding.what);
	} else if (missing) {
		/* Only a search of all executions proves that an outcome is unreachable. */
		line->result = whole ? RESULT_FAILED : RESULT_OK;
		snprintf(note, NOTE_MAX, "%s: %s", whole ? "unreachable" : "not reached", missing);
	} else if (!answer->finding.executions) {
		line->result = RESULT_FAILED;
		snprintf(note, NOTE_MAX, "no execution came to its end");
	} else {
		line->note = NULL;
	}
}

/* Report the test without teeth, or with the mutants that the user named. */
static bool report_sound(const struct litmus *litmus, const struct options *options,
			 struct answer *answer)
{
	struct model_line line = {
		.name = answer->buffered ? "sound, with store buffers" : "sound",
		.litmus = litmus,
		.answer = answer,
	};
	char note[NOTE_MAX];
	struct ruling ruling;

	if (answer->finding.violated)
		show_violation(litmus, options, answer);
	judge_sound(litmus, options, &line, note);
	judge_named(litmus, options, &line, &ruling);
	model_report_line(&line);
	return line.result != RESULT_FAILED;
}

/* Must it be searched with store buffers, too, because they may make a difference? */
static bool wants_buffers(const struct litmus *litmus, const struct options *options,
			  const struct answer *plain)
{
	if (options->tso != TSO_AUTO)
		return options->tso == TSO_ON;
	return search_about_buffers(litmus) ||
	       (options->engine == ENGINE_DPOR && !plain->finding.violated && !plain->robust);
}

static const char *tooth_obstacle(const struct tooth *tooth, const struct options *options,
				  bool held)
{
	/* A test that fails without the tooth would fail with it anyway. */
	if (!held)
		return TOOTH_PROVES_NOTHING;
	if (tooth->needs & KEEPS_BUFFERED && options->tso == TSO_OFF)
		return "it needs store buffers, and tso=off";
	return NULL;
}

static void run_tooth(const struct litmus *litmus, const struct tooth *tooth,
		      const struct options *options, bool holds)
{
	static struct answer answer;
	struct model_line line = {
		.name = mutant_info[tooth->mutant].name,
		.litmus = litmus,
		.kind = LINE_TOOTH,
		.note = tooth_obstacle(tooth, options, holds),
	};
	const struct survival held = { options, &answer };
	struct ruling ruling;
	char note[NOTE_MAX];

	if (line.note) {
		line.result = RESULT_SKIPPED;
		model_report_line(&line);
		return;
	}
	mutant_set(tooth->mutant, true);
	search_violation(litmus, options, tooth, &answer);
	line.answer = &answer;
	if (is_refused(litmus, &line, note)) {
		/* that has been said */
	} else if (!answer.finding.violated) {
		rule_survivor(tooth, &held, &ruling);
		line.result = ruling.result;
		line.note = ruling.note;
	} else if (options->mutate == MUTATE_TEETH) {
		show_violation(litmus, options, &answer);
		line.result = RESULT_FAILED;
	}
	mutant_set(tooth->mutant, false);
	model_report_line(&line);
}

static struct totals test_litmus(const struct litmus *litmus, size_t number,
				 const struct options *options)
{
	bool sound = options->mutate != MUTATE_TEETH;
	bool teeth = options->mutate == MUTATE_DEFAULT || options->mutate == MUTATE_TEETH;
	unsigned int nr_teeth = teeth ? litmus_nr_teeth(litmus) : 0;
	bool plain = sound && options->tso != TSO_ON;
	static struct answer answer;
	bool buffered;
	bool held = true;

	if (plain)
		search_whole(litmus, options, false, &answer);
	buffered = sound && wants_buffers(litmus, options, &answer);
	model_report_test_begin(litmus, number, plain + buffered + nr_teeth);
	if (plain)
		held &= report_sound(litmus, options, &answer);
	if (buffered) {
		search_whole(litmus, options, true, &answer);
		held &= report_sound(litmus, options, &answer);
	}
	for (unsigned int i = 0; i < nr_teeth; i++)
		run_tooth(litmus, &litmus->teeth[i], options, held);
	return model_report_test_end();
}

static bool is_wanted(const struct options *options, const struct litmus *litmus)
{
	return selected(options->run, litmus->name) &&
	       (litmus_nr_teeth(litmus) || options->mutate != MUTATE_TEETH);
}

/* Shared by all tests, in all processes. */
static const struct options *asked;
static const struct litmus *wanted[REGISTRY_MAX];

static size_t find_wanted(void)
{
	size_t n = 0;

	for (size_t i = 0; i < registry_count(); i++) {
		if (is_wanted(asked, registry_at(i)))
			wanted[n++] = registry_at(i);
	}
	return n;
}

static void work(size_t item, void *result)
{
	struct totals *totals = result;

	*totals = test_litmus(wanted[item], item + 1, asked);
}

static uint64_t tests_failed;

static void collect(size_t item, const void *result, const char *death)
{
	const struct totals *test = result;

	tests_failed += death || test->failed;
	if (death)
		model_report_test_lost(wanted[item], item + 1, death);
	else
		model_report_add(test);
}

/* stop=: tests that other processes have begun are finished. */
static bool failed_enough(void)
{
	return asked->stop && tests_failed >= asked->stop;
}

static void leave_out(size_t item)
{
	model_report_test_left_out(wanted[item], item + 1, LINES_STOPPED);
}

static void print_machine(const struct options *options)
{
	printf("stalehound %s, the model: PCID, INVPCID, PGE, NX; set-TLBs with paging-structure "
	       "caches; engine %s",
	       stalehound_version, engine_name(options->engine));
	if (options->shards > 1)
		printf(", shard %lu of %lu", options->shard, options->shards);
	cmdline_print_without(options->without);
	printf("\n");
}

static enum exit_status conclude(const struct options *options, bool all_came_back)
{
	struct totals totals = model_report_totals();

	if (options->jobs > 1)
		printf("# %lu processes at a time, none with more than %ld MiB\n", options->jobs,
		       jobs_peak_kib() / 1024 + 1);
	coverage_print();
	model_report_end(options);
	if (!all_came_back)
		return EXIT_CRASH;
	return totals_status(&totals);
}

static enum exit_status run_all(const struct options *options)
{
	struct jobs jobs = {
		.at_a_time = (unsigned int)options->jobs,
		.result_size = sizeof(struct totals),
		.work = work,
		.collect = collect,
		.enough = failed_enough,
		.leave_out = leave_out,
	};

	asked = options;
	dpor_use_shard((unsigned int)options->shard - 1, (unsigned int)options->shards);
	jobs.nr = find_wanted();
	if (!jobs.nr) {
		printf("stalehound: mutate=teeth: nothing that run= selects has teeth\n");
		return EXIT_USAGE;
	}
	print_machine(options);
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		mutant_set((enum mutant)i, options->mutants[i]);
	model_report_begin(options, jobs.nr);
	return conclude(options, jobs_run(&jobs));
}

enum exit_status suite_run(const struct options *options)
{
	static const char *names[REGISTRY_MAX];

	registry_init();
	if (options->litmus && !text_load_files(options->litmus))
		return EXIT_USAGE;
	crash_watch();
	scene_use_debug(options->luf_debug);
	closure_use(options->closure);
	if (!selection_is_sane("run", options->run, names, registry_names(names)))
		return EXIT_USAGE;
	scene_with_limits(&options->luf_limits, options->luf_refill);
	scene_with_rules(&options->rules);
	if (options->schedule)
		return follow_schedule(options);
	if (!options->list && !options->list_mutants)
		return run_all(options);
	if (options->list)
		registry_list(options->run);
	if (options->list_mutants)
		registry_list_mutants("*");
	return EXIT_HELD;
}
