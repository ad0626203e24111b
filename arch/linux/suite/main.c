/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The suite: which tests run, each as it is, and then with each bug planted whose place it passes.
 */
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <arch/linux/calls/place.h>
#include <arch/linux/calls/result.h>
#include <arch/linux/calls/sys.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/host/facts.h>
#include <arch/linux/host/guest.h>
#include <arch/linux/host/lacks.h>
#include <arch/linux/host/user.h>
#include <arch/linux/suite/profile.h>
#include <arch/linux/suite/report.h>
#include <arch/linux/suite/session.h>
#include <arch/platform.h>
#include <kernel/lib/first_last.h>
#include <kernel/lib/printk.h>
#include <tests/engine/lines.h>
#include <tests/engine/registry.h>
#include <tests/engine/select.h>
#include <tests/engine/table.h>
#include <tests/text/hosted/files.h>

#define SOUND_REPORTS 3
#define LEAST_PART    10 /* this part of iters= is run, however long it takes */
#define TOOTH_RUNS    2000

/* Files of this kind from now on, and other processes that have them. */
static void open_files(bool on_disk, const struct wanted *wanted)
{
	static bool opened;

	if (opened && places_on_disk() == on_disk)
		return;
	if (opened) {
		others_stop();
		places_close();
	}
	opened = true;
	if (!places_open(on_disk, wanted->disk))
		lacks("%u files of 256 KiB could not be made %s%s", PLACES * LITMUS_FILES,
		      on_disk ? "in " : "in memory", on_disk ? wanted->disk : "");
	others_start();
}

/*
 * Why the test cannot be asked here, known beforehand, or NULL.  Fresh memory is zeros here and
 * has no name, so a page of it cannot be told from another.
 */
static const char *unaskable(const struct litmus *litmus)
{
	bool fresh = false;

	for (unsigned int i = 0; i < LITMUS_SEES; i++)
		fresh |= litmus->sees[i] == FRESH;
	for (unsigned int i = 0; fresh && i < LITMUS_OUTCOMES; i++) {
		const struct outcome *row = &litmus->outcomes[i];

		for (unsigned int n = 0; row->verdict == VERDICT_NEVER && n < row->nr_values; n++) {
			if (row->value[n] == FOREIGN && litmus->outcomes[1].verdict)
				return "one page of fresh memory cannot be told from another";
		}
	}
	return NULL;
}

/* With files in memory, unless it turns out that it wants those that can be reclaimed. */
static void run(const struct litmus *litmus, const struct wanted *wanted,
		const struct budget *budget, struct tally *tally)
{
	session_run(litmus, wanted, budget, tally);
	if (!places_wanted_disk() || places_on_disk() || !wanted->disk)
		return;
	open_files(true, wanted);
	session_run(litmus, wanted, budget, tally);
}

static void judge_sound(struct line *line, const struct budget *budget)
{
	const struct tally *tally = line->tally;

	line->broken = tally->broken;
	if (tally->skipped && !tally->violations && !tally->broken) {
		line->result = tally->skipped == machine_lacks ? RESULT_UNDECIDED : RESULT_SKIPPED;
		line->note = tally->skipped;
	} else if (tally->broken) {
		line->result = RESULT_FAILED;
		line->note = "the test itself is broken: see BROKEN TEST above";
	} else if (tally->violations) {
		line->result = RESULT_FAILED;
		line->note = tally->unlisted == tally->violations ?
				     "an outcome was seen that the table does not have" :
				     "a stale access was caught";
	} else if (tally->runs < budget->least) {
		line->result = RESULT_UNDECIDED;
		line->note = "too few runs";
	} else if (tally->to_reclaim && !tally->reclaimed) {
		line->result = RESULT_UNDECIDED;
		line->note = "insensitive here: reclaim has taken no page";
	} else if (!tally->open && !tally->kept) {
		line->result = RESULT_UNDECIDED;
		line->note = "insensitive here: no access ever used, or could use, an old page";
	}
}

/* False: the test does not hold, or is not asked. */
static bool run_sound(const struct litmus *litmus, const struct wanted *wanted, struct tally *tally,
		      const char *reason)
{
	const struct budget budget = {
		.runs = wanted->iters,
		.least = (wanted->iters + LEAST_PART - 1) / LEAST_PART,
		.cycles = wanted->seconds * 1000000 * cpu_cycles_per_us(),
		.reports = SOUND_REPORTS,
	};
	struct line line = { .name = "sound", .litmus = litmus, .tally = tally };

	*tally = (struct tally){ .skipped = reason };
	plant_set(wanted->plant);
	if (!reason)
		run(litmus, wanted, &budget, tally);
	plant_set(NR_PLANTS);
	judge_sound(&line, &budget);
	report_line(&line);
	return line.result == RESULT_OK || line.result == RESULT_UNDECIDED;
}

static void run_tooth(const struct litmus *litmus, const struct wanted *wanted, enum plant plant)
{
	const struct budget budget = {
		.runs = wanted->iters < TOOTH_RUNS ? wanted->iters : TOOTH_RUNS,
		.cycles = wanted->seconds * 1000000 * cpu_cycles_per_us(),
		.violations = 1,
	};
	struct tally tally;
	struct line line = {
		.name = plants[plant].name,
		.kind = LINE_TOOTH,
		.litmus = litmus,
		.tally = &tally,
	};

	plant_set(plant);
	run(litmus, wanted, &budget, &tally);
	plant_set(NR_PLANTS);
	if (!tally.violations) {
		line.result = RESULT_SKIPPED;
		line.note = "not what this test is about, or not seen here";
	}
	report_line(&line);
}

static void test_litmus(const struct litmus *litmus, const struct wanted *wanted)
{
	static char too_few[32];
	const char *reason = unaskable(litmus);
	struct tally tally = { 0 };
	bool held = true;

	if (litmus_nr_actors(litmus) > nr_cpus) {
		snformat(too_few, sizeof(too_few), "needs %u CPUs", litmus_nr_actors(litmus));
		reason = too_few;
	}
	open_files(false, wanted);
	/* How many lines it will have is not known yet. */
	lines_test_begin(litmus->name, litmus->asks, litmus->source, 0);
	held = run_sound(litmus, wanted, &tally, reason);
	for (unsigned int i = 0; held && wanted->teeth && i < NR_PLANTS; i++) {
		if (tally.passed >> i & 1)
			run_tooth(litmus, wanted, (enum plant)i);
	}
	report_test_end();
}

static void test_or_leave_out(const struct litmus *litmus, const struct wanted *wanted)
{
	if (lines_failed_enough(wanted->stop))
		lines_test_not_run(litmus->name, litmus->asks, litmus->source, false,
				   LINES_STOPPED);
	else
		test_litmus(litmus, wanted);
}

static size_t count_selected(const struct wanted *wanted)
{
	size_t n = 0;

	for (size_t i = 0; i < registry_count(); i++)
		n += selected(wanted->run, registry_at(i)->name);
	return n;
}

static enum exit_status run_all(const struct wanted *wanted)
{
	struct totals totals;

	lines_begin(wanted->json, count_selected(wanted));
	for (size_t i = 0; i < registry_count(); i++) {
		if (selected(wanted->run, registry_at(i)->name))
			test_or_leave_out(registry_at(i), wanted);
	}
	totals = report_end(wanted);
	return totals_status(&totals);
}

static void list_plants(void)
{
	for (unsigned int i = 0; i < NR_PLANTS; i++)
		printk("%-32s %s\n", plants[i].name, plants[i].meaning);
}

static enum exit_status suite(struct wanted *wanted)
{
	static const char *names[REGISTRY_MAX];

	registry_init();
	if (wanted->litmus && !text_load_files(wanted->litmus))
		return EXIT_USAGE;
	if (!selection_is_sane("run", wanted->run, names, registry_names(names)))
		return EXIT_USAGE;
	if (wanted->list)
		registry_list(wanted->run);
	if (wanted->list_plants)
		list_plants();
	if (wanted->list || wanted->list_plants)
		return EXIT_HELD;
	cpus_init();
	user_init();
	(void)signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error */
	(void)prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	if (wanted->disk && !facts_is_disk(wanted->disk)) {
		printk("# disk: %s is no directory of a disk's file system for files without a name\n",
		       wanted->disk);
		wanted->disk = NULL;
	}
	if (!wanted->seed)
		wanted->seed = cpu_cycles() % 1000000 + 1;
	facts_print();
	guest_print();
	profile_print();
	places_init();
	others_init();
	return run_all(wanted);
}

int main(int argc, char *argv[])
{
	enum exit_status status;
	struct wanted wanted;

	guest_begin(argc ? argv[0] : "");
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		wanted_help();
		return EXIT_HELD;
	}
	if (!wanted_parse(argc - 1, argv + 1, &wanted))
		return EXIT_USAGE;
	printk_use_json(wanted.json);
	kernel_greet();
	status = suite(&wanted);
	print_last_lines((int)status);
	return (int)status;
}
