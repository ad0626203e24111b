/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See report.h.
 */
#include <arch/linux/calls/place.h>
#include <arch/linux/host/cpu.h>
#include <arch/linux/suite/report.h>
#include <kernel/lib/printk.h>
#include <tests/engine/rows.h>

static bool json;
static struct totals totals;
static struct totals test_totals;
static unsigned int tests_done;
static unsigned int lines_done;
static const char *test_name;

void report_begin(bool as_json, size_t nr_tests)
{
	json = as_json;
	if (!json)
		printk("KTAP version 1\n1..%zu\n", nr_tests);
	printk_seal(false);
}

void report_test_begin(const struct litmus *litmus)
{
	test_name = litmus->name;
	test_totals = (struct totals){ 0 };
	lines_done = 0;
	if (json)
		return;
	printk("  KTAP version 1\n  # Subtest: %s\n", litmus->name);
	printk("  # asks: %s\n  # source: %s\n", litmus->asks, litmus->source);
}

static uint64_t runs_per_second(const struct tally *tally)
{
	uint64_t us = tally->cycles / cpu_cycles_per_us();

	return us ? tally->runs * 1000000 / us : 0;
}

static void print_here(const struct litmus *litmus, const struct tally *tally)
{
	struct litmus here = *litmus;

	if (!litmus->on_linux[0].verdict)
		return;
	for (unsigned int i = 0; i < LITMUS_OUTCOMES; i++)
		here.outcomes[i] = i < LITMUS_LESS ? litmus->on_linux[i] : (struct outcome){ 0 };
	printk("  # Linux promises less: %s\n", litmus->on_linux_source);
	rows_print(&here, tally->seen_here);
}

static void print_histogram(const struct litmus *litmus, const struct tally *tally)
{
	printk("  # %lu runs, %lu a second, files %s\n", tally->runs, runs_per_second(tally),
	       places_on_disk() ? "on a disk" : "in memory");
	printk("  # window: %lu runs used the old page during a call, %lu came back to it after one\n",
	       tally->open, tally->kept);
	if (tally->to_reclaim)
		printk("  # reclaim: %lu pages taken of %lu\n", tally->reclaimed,
		       tally->to_reclaim);
	print_here(litmus, tally);
	rows_print(litmus, tally->seen);
	rows_print_unlisted(tally->unlisted);
	rows_observe(litmus, tally->violations, tally->runs);
}

static void print_caught(const struct tally *tally)
{
	printk(" # caught after %lu runs, %lu ms", tally->first_violation,
	       tally->cycles / cpu_cycles_per_us() / 1000);
}

static void ktap_line(const struct line *line)
{
	if (line->tally->runs && line->kind != LINE_TOOTH)
		print_histogram(line->litmus, line->tally);
	printk("  %sok %u %s%s", line->result == RESULT_FAILED ? "not " : "", ++lines_done,
	       line->kind == LINE_TOOTH ? "tooth " : "", line->name);
	if (line->result == RESULT_SKIPPED)
		printk(" # SKIP %s", line->note);
	else if (line->result == RESULT_UNDECIDED)
		printk(" # SKIP undecided: %s", line->note);
	else if (line->kind == LINE_TOOTH && line->result == RESULT_OK)
		print_caught(line->tally);
	else if (line->note)
		printk(" # %s", line->note);
	printk("\n");
}

static void json_string(const char *key, const char *text)
{
	printk(",\"%s\":", key);
	printk_json_string(text);
}

static void json_line(const struct line *line)
{
	static const char *const results[] = { "ok", "failed", "skipped", "undecided" };
	const struct tally *tally = line->tally;

	printk("{\"result\":\"%s\",\"tooth\":%s", results[line->result],
	       line->kind == LINE_TOOTH ? "true" : "false");
	json_string("test", test_name);
	json_string("line", line->name);
	if (line->note)
		json_string("note", line->note);
	if (tally->runs) {
		printk(",\"runs\":%lu,\"runs_per_second\":%lu,\"violations\":%lu,\"first\":%lu",
		       tally->runs, runs_per_second(tally), tally->violations,
		       tally->first_violation);
		printk(",\"open\":%lu,\"kept\":%lu,\"reclaimed\":%lu,\"to_reclaim\":%lu",
		       tally->open, tally->kept, tally->reclaimed, tally->to_reclaim);
		printk(",\"disk\":%s", places_on_disk() ? "true" : "false");
		rows_print_json(line->litmus, tally->seen);
		printk(",\"unlisted\":%lu", tally->unlisted);
	}
	printk("}\n");
}

void report_line(const struct line *line)
{
	totals_count(&totals, line->kind, line->result, line->broken);
	totals_count(&test_totals, line->kind, line->result, line->broken);
	if (json)
		json_line(line);
	else
		ktap_line(line);
}

void report_test_end(void)
{
	tests_done++;
	if (json) {
		printk_seal(false);
		return;
	}
	printk("%sok %u %s", test_totals.failed ? "not " : "", tests_done, test_name);
	if (test_totals.unjudged && !test_totals.failed)
		printk(" # SKIP undecided: see above");
	else if (!test_totals.failed && !test_totals.passed)
		printk(" # SKIP Linux is not asked: see above");
	printk("\n");
	printk_seal(false);
}

struct totals report_end(const struct wanted *wanted)
{
	if (json) {
		printk("{");
		totals_print_json(&totals);
		printk(",\"seed\":%lu}\n", wanted->seed);
		return totals;
	}
	printk_unsealed(true);
	printk("# repeat with: build/linux/stalehound");
	wanted_print(wanted);
	printk_unsealed(false);
	totals_print(&totals);
	return totals;
}
