/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Printing in both formats.
 */
#include <stdio.h>
#include <arch/model/suite/crash.h>
#include <arch/model/suite/report.h>
#include <kernel/lib/printk.h>
#include <tests/engine/lines.h>
#include <tests/engine/rows.h>

static const struct options *asked;
static struct totals totals;	   /* of all tests, whichever process ran them */
static unsigned int crashed_lines; /* of the current test */

struct totals model_report_totals(void)
{
	return totals;
}

void model_report_begin(const struct options *options, size_t nr_tests)
{
	asked = options;
	lines_begin(options->json, nr_tests);
}

void model_report_test_begin(const struct litmus *litmus, size_t number, size_t nr_lines)
{
	crashed_lines = 0;
	lines_number(number);
	lines_test_begin(litmus->name, litmus->asks, litmus->source, nr_lines);
}

static void print_extent(const struct answer *answer)
{
	bool whole = answer->extent == EXTENT_EXHAUSTIVE;

	if (whole)
		printf("exhaustive");
	else if (answer->extent == EXTENT_BOUNDED)
		printf("bounded %u", answer->bound);
	else
		printf("sampled %lu", answer->finding.executions);
	/* Nothing is claimed about other shards. */
	if (whole && asked->shards > 1)
		printf(" in shard %lu of %lu", asked->shard, asked->shards);
	/* Only if all executions were run can it be said that buffers add none. */
	if (!answer->buffered && !(whole && answer->robust))
		printf(" (SC)");
}

/* The regimes that were searched; for a violation the one where it was found. */
static void print_regimes(const struct answer *answer)
{
	struct regimes regimes =
		answer->finding.violated ? regimes_only(&answer->config.regime) : answer->regimes;

	regimes_print(&regimes, &regimes);
}

static void print_work(const struct answer *answer)
{
	const struct finding *finding = &answer->finding;

	printf("%lu executions (%lu cut short), %lu steps, at most %u in one, %.2f s",
	       finding->executions, finding->redundant, finding->steps, finding->longest,
	       answer->seconds);
}

static void print_histogram(const struct model_line *line)
{
	const struct litmus *litmus = line->litmus;
	const struct finding *finding = &line->answer->finding;

	printf("  # ");
	if (!finding->violated) {
		print_extent(line->answer);
		printf(": ");
	}
	print_work(line->answer);
	printf(", policy ");
	print_regimes(line->answer);
	printf("\n");
	rows_print(litmus, finding->seen);
	rows_observe(litmus, finding->violated, finding->executions);
}

/* How soon a tooth was caught, and by which oracle. */
static void print_killed(const struct answer *answer)
{
	printf(" # killed after %lu executions, %.2f s, by the %s oracle",
	       answer->finding.executions, answer->seconds, answer->finding.oracle);
}

static void ktap_line(const struct model_line *line, const struct line_head *head)
{
	const struct answer *answer = line->answer;

	if (answer && line->kind != LINE_TOOTH)
		print_histogram(line);
	lines_put_ktap(head);
	if (line->kind == LINE_TOOTH && !line->note && answer && answer->finding.violated)
		print_killed(answer);
	printf("\n");
}

static void json_string(const char *key, const char *text)
{
	printf(",\"%s\":", key);
	printk_json_string(text);
}

static void json_answer(const struct model_line *line)
{
	const struct litmus *litmus = line->litmus;
	const struct answer *answer = line->answer;

	printf(",\"extent\":\"");
	if (answer->finding.violated)
		printf("violated");
	else
		print_extent(answer);
	printf("\",\"policy\":\"");
	print_regimes(answer);
	printf("\",\"executions\":%lu,\"redundant\":%lu,\"steps\":%lu,\"longest\":%u,"
	       "\"seconds\":%.3f,\"violated\":%s",
	       answer->finding.executions, answer->finding.redundant, answer->finding.steps,
	       answer->finding.longest, answer->seconds,
	       answer->finding.violated ? "true" : "false");
	if (answer->finding.violated) {
		json_string("oracle", answer->finding.oracle);
		json_string("what", answer->finding.what);
	}
	rows_print_json(litmus, answer->finding.seen);
}

static void json_line(const struct model_line *line, const struct line_head *head)
{
	lines_put_json(head);
	if (line->answer)
		json_answer(line);
	printf("}\n");
}

void model_report_line(const struct model_line *line)
{
	const struct line_head head = { line->kind, line->result, line->name, line->note };

	lines_count(&head, line->broken);
	crashed_lines += line->kind != LINE_TOOTH && crash_is(&line->answer->finding);
	if (lines_are_json())
		json_line(line, &head);
	else
		ktap_line(line, &head);
	fflush(stdout);
}

struct totals model_report_test_end(void)
{
	struct totals test = lines_test_totals();

	lines_test_end("nothing of it could run here");
	fflush(stdout);
	test.crashed = crashed_lines;
	return test;
}

void model_report_test_lost(const struct litmus *litmus, size_t number, const char *death)
{
	totals.failed++;
	lines_test_lost(number, litmus->name, death);
}

void model_report_test_left_out(const struct litmus *litmus, size_t number, const char *why)
{
	struct totals test;

	lines_number(number);
	lines_test_not_run(litmus->name, litmus->asks, litmus->source, false, why);
	test = lines_test_totals();
	totals_add(&totals, &test);
}

void model_report_add(const struct totals *test)
{
	totals_add(&totals, test);
}

void model_report_end(const struct options *options)
{
	if (!lines_are_json()) {
		totals_print(&totals);
		return;
	}
	printf("{");
	totals_print_json(&totals);
	printf(",\"seed\":%lu}\n", options->seed);
}
