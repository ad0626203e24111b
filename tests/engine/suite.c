/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The suite of the metal world: probes, then the tests in the order of their names,
 * each run whole and then with each of its teeth.
 */
#include <arch/cpu.h>
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <tests/bench/bench.h>
#include <tests/engine/enough.h>
#include <tests/engine/lines.h>
#include <tests/engine/named.h>
#include <tests/engine/pause.h>
#include <tests/engine/registry.h>
#include <tests/engine/replay.h>
#include <tests/engine/report.h>
#include <tests/engine/rotation.h>
#include <tests/engine/runner.h>
#include <tests/engine/select.h>
#include <tests/engine/soak.h>
#include <tests/engine/suite.h>
#include <tests/engine/table.h>
#include <tests/engine/tooth.h>
#include <tests/engine/world.h>
#include <tests/hw/probe.h>
#include <tests/text/text.h>

#define SOUND_REPORTS 3 /* violations that are printed whole */

static const char *names[NR_PROBES_MAX + REGISTRY_MAX];

/* The litmus as it stands, or with the mutants that the user named.  False: it failed. */
static bool run_sound(const struct litmus *litmus, const struct options *options)
{
	const struct regimes regimes = regimes_wanted(options, NULL);
	uint64_t most = enough_most(options);
	const struct enough enough = enough_runs(litmus, &regimes, options);
	struct budget budget = {
		.runs = rotation_runs(&regimes, most),
		.fair = enough_ends(options) ? enough.runs : ENOUGH_NEVER,
		.cycles = seconds(options->seconds),
		.least = rotation_least(&regimes, most),
		.reports = SOUND_REPORTS,
	};
	struct tally tally = { 0 };
	struct verdict_line line = {
		.name = "sound",
		.litmus = litmus,
		.tally = &tally,
		.regimes = regimes,
		.least = budget.least,
		.enough = enough_to_tell(&enough, options),
	};

	run_litmus(litmus, options, &line.regimes, &budget, &tally);
	judge_tally(&line);
	teeth_judge_named(&line, options);
	report_line(&line);
	return line.result != RESULT_FAILED;
}

static void test_litmus(const struct litmus *litmus, const struct options *options)
{
	bool sound = options->mutate != MUTATE_TEETH;
	bool teeth = options->mutate == MUTATE_DEFAULT || options->mutate == MUTATE_TEETH;
	size_t nr_teeth = teeth ? litmus_nr_teeth(litmus) : 0;
	bool held = true;

	if (litmus_nr_actors(litmus) > nr_cpus) {
		report_too_few_cpus(litmus);
		return;
	}
	lines_test_begin(litmus->name, litmus->asks, litmus->source, sound + nr_teeth);
	if (sound)
		held = run_sound(litmus, options);
	for (size_t i = 0; i < nr_teeth; i++) {
		if (pause_gave_up())
			tooth_skip(litmus, &litmus->teeth[i], RESULT_UNDECIDED, PAUSE_GAVE_UP);
		else if (!held) /* What is caught with it in may be what is caught anyway. */
			tooth_skip(litmus, &litmus->teeth[i], RESULT_SKIPPED, TOOTH_PROVES_NOTHING);
		else
			tooth_run(litmus, &litmus->teeth[i], options);
	}
	report_test_end();
}

static void test_or_leave_out(const struct litmus *litmus, const struct options *options)
{
	if (pause_gave_up())
		lines_test_not_run(litmus->name, litmus->asks, litmus->source, true, PAUSE_GAVE_UP);
	else if (lines_failed_enough(options->stop))
		lines_test_not_run(litmus->name, litmus->asks, litmus->source, false,
				   LINES_STOPPED);
	else
		test_litmus(litmus, options);
}

static size_t collect_names(void)
{
	size_t n = 0;

	for (size_t i = 0; i < nr_probes(); i++)
		names[n++] = probe_at(i)->name;
	return n + registry_names(names + n);
}

/* What runs: with teeth demanded, probes and controls have nothing to show. */
static bool wanted(const struct options *options, const char *name, bool has_teeth)
{
	return selected(options->run, name) && (has_teeth || options->mutate != MUTATE_TEETH);
}

static bool litmus_wanted(const struct options *options, const struct litmus *litmus)
{
	return wanted(options, litmus->name, litmus_nr_teeth(litmus) != 0);
}

static void run_all(const struct options *options, size_t planned)
{
	lines_begin(options->json, planned);
	for (size_t i = 0; i < nr_probes(); i++) {
		if (wanted(options, probe_at(i)->name, false))
			probe_report(probe_at(i));
	}
	for (size_t i = 0; i < registry_count(); i++) {
		if (litmus_wanted(options, registry_at(i)))
			test_or_leave_out(registry_at(i), options);
	}
	report_end(options);
}

static size_t count_wanted(const struct options *options)
{
	size_t n = 0;

	for (size_t i = 0; i < nr_probes(); i++)
		n += wanted(options, probe_at(i)->name, false);
	for (size_t i = 0; i < registry_count(); i++)
		n += litmus_wanted(options, registry_at(i));
	return n;
}

/* Tests that are text, as files that the boot loader has loaded. */
static bool load_texts(void)
{
	const char *name, *text;
	size_t size;

	if (platform_modules_lost()) {
		printk("stalehound: modules: found %zu that cannot be taken, expected none: 32 at "
		       "most, each with a name and an end behind its start\n",
		       platform_modules_lost());
		return false;
	}
	for (size_t i = 0; (name = platform_module(i, &text, &size)); i++) {
		if (!text) {
			printk("stalehound: %s: found a module of %zu bytes, expected 64 KiB at most "
			       "in all\n",
			       name, size);
			return false;
		}
		if (!text_load_all(name, text, size))
			return false;
	}
	return true;
}

bool suite_find_tests(void)
{
	if (registry_count())
		return true;
	registry_init();
	return load_texts();
}

/* All that was judged may have held before the rest was given up: a tooth, the last probe. */
static enum exit_status status_of_run(void)
{
	struct totals totals = lines_totals();
	enum exit_status status = totals_status(&totals);

	if (status != EXIT_HELD || !pause_gave_up())
		return status;
	printk(lines_are_json() ? "{\"undecided\":\"%s\"}\n" : "# undecided: %s\n", PAUSE_GAVE_UP);
	return EXIT_UNDECIDED;
}

enum exit_status suite_main(const struct options *options)
{
	size_t planned;

	pause_forget();
	/* First of all: whatever this run is, it has its own, and none of the run before. */
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		mutant_set((enum mutant)i, options->mutants[i]);
	world_luf_usual(&options->luf_limits, options->luf_refill);
	world_rules_usual(&options->rules);
	if (!suite_find_tests())
		return EXIT_USAGE;
	if (options->bench)
		return benches_run(options);
	if (!selection_is_sane("run", options->run, names, collect_names()))
		return EXIT_USAGE;
	if (options->list || options->list_mutants) {
		if (options->list) {
			probes_list(options->run);
			registry_list(options->run);
		}
		if (options->list_mutants)
			registry_list_mutants("*");
		return EXIT_HELD;
	}
	if (options->schedule)
		return replay(options);
	planned = count_wanted(options);
	if (!planned) {
		printk("stalehound: mutate=teeth: nothing that run= selects has teeth\n");
		return EXIT_USAGE;
	}
	probes_run();
	if (options->soak)
		soak(options);
	else
		run_all(options, planned);
	return status_of_run();
}
