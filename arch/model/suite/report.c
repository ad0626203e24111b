/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Both formats.
 */
#include <stdio.h>
#include <string.h>
#include <arch/model/suite/crash.h>
#include <arch/model/suite/report.h>
#include <kernel/lib/json.h>
#include <tests/engine/table.h>

static bool json;
static const struct options *asked;
static struct totals totals;
static struct totals test_totals;
static size_t test_number;
static unsigned int lines_done;
static const char *test_name;

struct totals model_report_totals(void)
{
	return totals;
}

void model_report_begin(const struct options *options, size_t nr_tests)
{
	asked = options;
	json = options->json;
	if (!json)
		printf("KTAP version 1\n1..%zu\n", nr_tests);
}

void model_report_test_begin(const struct litmus *litmus, size_t number, size_t nr_lines)
{
	test_number = number;
	test_name = litmus->name;
	test_totals = (struct totals){ 0 };
	lines_done = 0;
	if (json)
		return;
	printf("  KTAP version 1\n  # Subtest: %s\n  1..%zu\n", litmus->name, nr_lines);
	printf("  # asks: %s\n  # source: %s\n", litmus->asks, litmus->source);
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
	/* Of the other parts nothing is claimed. */
	if (whole && asked->shards > 1)
		printf(" in shard %lu of %lu", asked->shard, asked->shards);
	/* Only of all executions can be said that buffers add none. */
	if (!answer->buffered && !(whole && answer->robust))
		printf(" (SC)");
}

/* What was searched: of a violation, where it was found. */
static void print_regimes(const struct answer *answer)
{
	struct regimes regimes =
		answer->finding.violated ? regimes_only(&answer->config.regime) : answer->regimes;

	regimes_print(&regimes, &regimes);
}

static void print_row(const struct litmus *litmus, const struct finding *finding, unsigned int row)
{
	const struct outcome *outcome = &litmus->outcomes[row];
	char text[16];

	printf("  # %10lu  %-9s", finding->seen[row],
	       outcome->verdict == VERDICT_NEVER ? "never" : "sometimes");
	for (unsigned int i = 0; i < litmus_nr_regs(litmus); i++) {
		value_spell(outcome->value[i], text, sizeof(text));
		printf(" %s=%-5s", litmus->regs[i], text);
	}
	printf("  %s\n", outcome->text);
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
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++)
		print_row(litmus, finding, row);
	printf("  # Observation %s %s %u %lu\n", litmus->name,
	       finding->violated ? "Sometimes" : "Never", finding->violated,
	       finding->executions - finding->violated);
}

static void ktap_line(const struct model_line *line)
{
	const struct answer *answer = line->answer;

	if (answer && line->kind != LINE_TOOTH)
		print_histogram(line);
	printf("  %sok %u %s%s", line->result == RESULT_FAILED ? "not " : "", ++lines_done,
	       line->kind == LINE_TOOTH ? "tooth " : "", line->name);
	if (line->result == RESULT_SKIPPED)
		printf(" # SKIP %s", line->note);
	else if (line->result == RESULT_UNDECIDED)
		printf(" # SKIP undecided: %s", line->note);
	else if (line->kind == LINE_TOOTH && answer && answer->finding.violated)
		printf(" # killed after %lu executions, %.2f s, by the %s oracle",
		       answer->finding.executions, answer->seconds, answer->finding.oracle);
	else if (line->note)
		printf(" # %s", line->note);
	printf("\n");
}

static void write_piece(const char *text, size_t len)
{
	fwrite(text, 1, len, stdout);
}

static void json_string(const char *key, const char *text)
{
	printf(",\"%s\":\"", key);
	json_escape(text, strlen(text), write_piece);
	printf("\"");
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
	printf(",\"histogram\":[");
	for (unsigned int row = 0; row < LITMUS_OUTCOMES && litmus->outcomes[row].verdict; row++) {
		printf("%s{\"verdict\":\"%s\",\"count\":%lu", row ? "," : "",
		       litmus->outcomes[row].verdict == VERDICT_NEVER ? "never" : "sometimes",
		       answer->finding.seen[row]);
		json_string("text", litmus->outcomes[row].text);
		printf("}");
	}
	printf("]");
}

static void json_line(const struct model_line *line)
{
	static const char *const results[] = { "ok", "failed", "skipped", "undecided" };

	printf("{\"result\":\"%s\",\"tooth\":%s", results[line->result],
	       line->kind == LINE_TOOTH ? "true" : "false");
	json_string("test", test_name);
	json_string("line", line->name);
	if (line->note)
		json_string("note", line->note);
	if (line->answer)
		json_answer(line);
	printf("}\n");
}

void model_report_line(const struct model_line *line)
{
	totals_count(&test_totals, line->kind, line->result, line->broken);
	test_totals.crashed += line->kind != LINE_TOOTH && crash_is(&line->answer->finding);
	if (json)
		json_line(line);
	else
		ktap_line(line);
	fflush(stdout);
}

struct totals model_report_test_end(void)
{
	if (json)
		return test_totals;
	printf("%sok %zu %s", test_totals.failed ? "not " : "", test_number, test_name);
	if (!test_totals.failed && !test_totals.passed)
		printf(" # SKIP nothing of it could run here");
	printf("\n");
	fflush(stdout);
	return test_totals;
}

void model_report_test_lost(const struct litmus *litmus, size_t number, const char *death)
{
	totals.failed++;
	if (!json) {
		printf("not ok %zu %s # %s\n", number, litmus->name, death);
		return;
	}
	printf("{\"result\":\"failed\",\"tooth\":false");
	json_string("test", litmus->name);
	json_string("line", "process");
	json_string("note", death);
	printf("}\n");
}

void model_report_add(const struct totals *test)
{
	totals_add(&totals, test);
}

void model_report_end(const struct options *options)
{
	if (json) {
		printf("{");
		totals_print_json(&totals);
		printf(",\"seed\":%lu}\n", options->seed);
		return;
	}
	totals_print(&totals);
}
