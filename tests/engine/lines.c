/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See lines.h.
 */
#include <kernel/lib/printk.h>
#include <tests/engine/lines.h>

static bool json;
static unsigned int plans;
static size_t planned;
static struct totals totals;
static struct totals test_totals;
static size_t tests_done;
static unsigned int tests_failed;
static unsigned int lines_done;
static const char *test_name;

struct lines_place lines_place(void)
{
	return (struct lines_place){ test_name, tests_done + 1, planned };
}

unsigned int lines_plans(void)
{
	return plans;
}

bool lines_are_json(void)
{
	return json;
}

struct totals lines_totals(void)
{
	return totals;
}

struct totals lines_test_totals(void)
{
	return test_totals;
}

void lines_number(size_t number)
{
	tests_done = number - 1;
}

void lines_begin(bool as_json, size_t nr_tests)
{
	json = as_json;
	plans++;
	planned = nr_tests;
	totals = (struct totals){ 0 };
	tests_done = 0;
	tests_failed = 0;
	if (!json)
		printk("KTAP version 1\n1..%zu\n", nr_tests);
	printk_seal(false);
}

void lines_test_begin(const char *name, const char *asks, const char *source, size_t nr_lines)
{
	test_name = name;
	test_totals = (struct totals){ 0 };
	lines_done = 0;
	if (json)
		return;
	printk("  KTAP version 1\n  # Subtest: %s\n", name);
	if (nr_lines)
		printk("  1..%zu\n", nr_lines);
	printk("  # asks: %s\n  # source: %s\n", asks, source);
}

void lines_count(const struct line_head *head, bool broken)
{
	totals_count(&totals, head->kind, head->result, broken);
	totals_count(&test_totals, head->kind, head->result, broken);
}

void lines_put_ktap(const struct line_head *head)
{
	printk("  %sok %u %s%s", head->result == RESULT_FAILED ? "not " : "", ++lines_done,
	       head->kind == LINE_TOOTH ? "tooth " : "", head->name);
	if (head->result == RESULT_SKIPPED)
		printk(" # SKIP %s", head->note);
	else if (head->result == RESULT_UNDECIDED)
		printk(" # SKIP undecided: %s", head->note);
	else if (head->note)
		printk(" # %s", head->note);
}

static void put_string(const char *key, const char *text)
{
	printk(",\"%s\":", key);
	printk_json_string(text);
}

void lines_put_json(const struct line_head *head)
{
	static const char *const results[] = { "ok", "failed", "skipped", "undecided" };

	printk("{\"result\":\"%s\",\"tooth\":%s", results[head->result],
	       head->kind == LINE_TOOTH ? "true" : "false");
	put_string("test", test_name);
	put_string("line", head->name);
	if (head->note)
		put_string("note", head->note);
}

static void put_test(const char *not_run)
{
	printk("%sok %zu %s", test_totals.failed ? "not " : "", tests_done, test_name);
	if (test_totals.unjudged && !test_totals.failed)
		printk(" # SKIP undecided: see above");
	else if (!test_totals.failed && !test_totals.passed)
		printk(" # SKIP %s",
		       test_totals.undecided ? "nothing of it could be judged here" : not_run);
	printk("\n");
}

void lines_test_end(const char *not_run)
{
	tests_done++;
	tests_failed += test_totals.failed != 0;
	if (!json)
		put_test(not_run);
	printk_seal(false);
}

void lines_test_not_run(const char *name, const char *asks, const char *source, bool undecided,
			const char *why)
{
	const struct line_head head = {
		.kind = LINE_SOUND,
		.result = undecided ? RESULT_UNDECIDED : RESULT_SKIPPED,
		.name = "sound",
		.note = why,
	};

	lines_test_begin(name, asks, source, 1);
	lines_count(&head, false);
	if (json)
		lines_put_json(&head);
	else
		lines_put_ktap(&head);
	printk(json ? "}\n" : "\n");
	lines_test_end(why);
}

bool lines_failed_enough(uint64_t stop)
{
	return stop && tests_failed >= stop;
}

void lines_test_lost(size_t number, const char *name, const char *why)
{
	const struct line_head head = { LINE_SOUND, RESULT_FAILED, "process", why };

	test_name = name;
	if (!json) {
		printk("not ok %zu %s # %s\n", number, name, why);
		return;
	}
	lines_put_json(&head);
	printk("}\n");
}
