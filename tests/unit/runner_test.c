/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/runner.c: what a tally of sound runs comes to.
 */
#include <tests/engine/pause.h>
#include <tests/engine/progress.h>
#include <tests/engine/runner.h>
#include <tests/unit/unit.h>

/* Nothing is run here. */
void session_run(struct session *session)
{
	(void)session;
}

void progress_show(const char *name, uint64_t runs, uint64_t cycles)
{
	(void)name;
	(void)runs;
	(void)cycles;
}

static bool gave_up;

bool pause_gave_up(void)
{
	return gave_up;
}

void pause_look(void)
{
}

uint64_t pause_clock(void)
{
	return 0;
}

static struct tally tally;

static struct verdict_line judged(void)
{
	struct verdict_line line = { .tally = &tally, .regimes = { 3 }, .least = 10 };

	judge_tally(&line);
	return line;
}

TEST(enough, "runner: what had enough runs under each regime has held, what had not is undecided")
{
	tally.runs = 20;
	tally.by_regime[0] = 10;
	tally.by_regime[1] = 10;
	EXPECT_EQ(judged().result, RESULT_OK);
	tally.by_regime[1] = 9;
	EXPECT_EQ(judged().result, RESULT_UNDECIDED);
}

TEST(given_up, "runner: what was given up by hand is undecided, unless a violation was caught")
{
	gave_up = true;
	tally.runs = 20;
	tally.by_regime[0] = 10;
	tally.by_regime[1] = 10;
	EXPECT_EQ(judged().result, RESULT_UNDECIDED);
	EXPECT_STR(judged().note, PAUSE_GAVE_UP);
	tally.violations = 1;
	EXPECT_EQ(judged().result, RESULT_FAILED);
}
