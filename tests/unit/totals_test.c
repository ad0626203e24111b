/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/totals.c: which exit status follows from the results of the lines.
 */
#include <tests/engine/totals.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static struct totals totals;

static void count(enum line_kind kind, enum result result)
{
	totals_count(&totals, kind, result, false);
}

TEST(held, "totals: all that was judged held: status 0, whatever was skipped, and teeth undecided")
{
	count(LINE_PROBE, RESULT_OK);
	count(LINE_SOUND, RESULT_OK);
	count(LINE_SOUND, RESULT_SKIPPED);
	count(LINE_TOOTH, RESULT_UNDECIDED);
	EXPECT_EQ(totals_status(&totals), EXIT_HELD);
	EXPECT_STR(host_console(), "");
	totals_print(&totals);
	EXPECT_STR(host_console(), "# 1 undecided: 0 results and 1 teeth had too few runs\n"
				   "# 2 passed, 0 failed, 2 skipped\n");
}

TEST(probes_alone, "totals: probes judge no test: where all tests were skipped the status is 5")
{
	count(LINE_PROBE, RESULT_OK);
	EXPECT_EQ(totals_status(&totals), EXIT_HELD);
	count(LINE_SOUND, RESULT_SKIPPED);
	EXPECT_EQ(totals_status(&totals), EXIT_UNDECIDED);
	EXPECT_STR(host_console(), "stalehound: nothing was judged: every test was skipped\n");
	count(LINE_TOOTH, RESULT_OK);
	EXPECT_EQ(totals_status(&totals), EXIT_HELD);
}

TEST(unjudged, "totals: a sound result that is undecided makes the run so; a failure comes first")
{
	count(LINE_SOUND, RESULT_OK);
	count(LINE_SOUND, RESULT_UNDECIDED);
	EXPECT_EQ(totals_status(&totals), EXIT_UNDECIDED);
	count(LINE_TOOTH, RESULT_FAILED);
	EXPECT_EQ(totals_status(&totals), EXIT_CAUGHT);
}

TEST(broken, "totals: a test that is broken is status 2, if nothing else has failed")
{
	count(LINE_SOUND, RESULT_UNDECIDED);
	totals_count(&totals, LINE_SOUND, RESULT_FAILED, true);
	EXPECT_EQ(totals_status(&totals), EXIT_USAGE);
	count(LINE_SOUND, RESULT_FAILED);
	EXPECT_EQ(totals_status(&totals), EXIT_CAUGHT);
}

TEST(sums, "totals: the sums of two processes are as those of one")
{
	struct totals other = { 0 };

	totals_count(&other, LINE_SOUND, RESULT_UNDECIDED, false);
	totals_count(&other, LINE_TOOTH, RESULT_SKIPPED, false);
	count(LINE_SOUND, RESULT_OK);
	totals_add(&totals, &other);
	EXPECT_EQ(totals_status(&totals), EXIT_UNDECIDED);
	totals_print_json(&totals);
	EXPECT_STR(host_console(), "\"passed\":1,\"failed\":0,\"skipped\":2,\"undecided\":1");
}
