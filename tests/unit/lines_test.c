/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/lines.c: tests that are not run, and how many have failed.
 */
#include <kernel/lib/printk.h>
#include <tests/engine/lines.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static void one_test(const char *name, enum result result)
{
	const struct line_head head = { LINE_SOUND, result, "sound", NULL };

	lines_test_begin(name, "is it?", "none", 1);
	lines_count(&head, false);
	lines_put_ktap(&head);
	printk("\n");
	lines_test_end("not run");
}

TEST(stop, "lines: stop= is reached when as many tests have failed, and 0 never is")
{
	lines_begin(false, 4);
	EXPECT(!lines_failed_enough(0) && !lines_failed_enough(1));
	one_test("a/one", RESULT_OK);
	one_test("a/two", RESULT_UNDECIDED);
	EXPECT(!lines_failed_enough(1));
	one_test("a/three", RESULT_FAILED);
	EXPECT(lines_failed_enough(1) && !lines_failed_enough(2) && !lines_failed_enough(0));
	one_test("a/four", RESULT_FAILED);
	EXPECT(lines_failed_enough(2));
}

TEST(not_run, "lines: a test that is not run is told, counted as skipped, and no failure")
{
	struct totals totals;

	lines_begin(false, 2);
	host_console_clear();
	lines_test_not_run("a/one", "is it?", "none", false, LINES_STOPPED);
	EXPECT_STR(host_console(),
		   "  KTAP version 1\n  # Subtest: a/one\n  1..1\n  # asks: is it?\n"
		   "  # source: none\n  ok 1 sound # SKIP " LINES_STOPPED "\n"
		   "ok 1 a/one # SKIP " LINES_STOPPED "\n");
	totals = lines_totals();
	EXPECT_EQ(totals.skipped, 1);
	EXPECT_EQ(totals.undecided + totals.failed + totals.passed, 0);
	EXPECT(!lines_failed_enough(1));
}

TEST(given_up, "lines: what was given up leaves the run undecided, whatever else has held")
{
	struct totals totals;

	lines_begin(false, 2);
	one_test("a/one", RESULT_OK);
	lines_test_not_run("a/two", "is it?", "none", true, "given up");
	totals = lines_totals();
	EXPECT_EQ(totals_status(&totals), EXIT_UNDECIDED);
}

TEST(again, "lines: a new plan begins to count anew")
{
	struct totals totals;

	lines_begin(false, 1);
	one_test("a/one", RESULT_FAILED);
	lines_begin(false, 1);
	EXPECT_EQ(lines_plans(), 2);
	EXPECT(!lines_failed_enough(1));
	totals = lines_totals();
	EXPECT_EQ(totals.failed, 0);
	host_console_clear();
	lines_test_not_run("a/one", "is it?", "none", false, "no");
	EXPECT_EQ(lines_place().number, 2);
}
