/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/runner.c: what a tally of sound runs comes to.
 */
#include <tests/engine/pause.h>
#include <tests/engine/progress.h>
#include <tests/engine/runner.h>
#include <tests/unit/unit.h>

/* Runs of one regime that the host spoils before it leaves them alone. */
static unsigned int spoilt[NR_REGIMES];

/* Runs nothing: only counts the runs. */
void session_run(struct session *session)
{
	struct tally *of = session->tally;
	unsigned int number = session->regime;

	for (uint64_t i = 0; i < session->runs; i++) {
		of->runs++;
		of->by_regime[number]++;
		if (spoilt[number])
			spoilt[number]--;
		else
			of->fair[number]++;
	}
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

TEST(leaves, "runner: a test is left once each regime had its share of runs that were fair")
{
	static const struct litmus litmus = { .name = "a/test",
					      .outcomes = { SOMETIMES("any", ANY) } };
	const struct budget budget = { .runs = 100000, .fair = 200, .cycles = 1 };
	const struct regimes two = { 3 };
	const struct options options = { .seed = 1, .asids = 1 };
	static struct tally found;

	run_litmus(&litmus, &options, &two, &budget, &found);
	EXPECT(found.fair[0] >= 100 && found.fair[1] >= 100 && found.runs < 220);
	found = (struct tally){ 0 };
	spoilt[1] = 60;
	run_litmus(&litmus, &options, &two, &budget, &found);
	EXPECT(found.fair[1] >= 100 && found.by_regime[1] >= 160 && found.by_regime[0] < 120);
}
