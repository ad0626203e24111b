/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tests/engine/tooth.c: the result of a tooth that was not caught.
 */
#include <string.h>
#include <arch/cpu.h>
#include <tests/engine/lines.h>
#include <tests/engine/pause.h>
#include <tests/engine/rates.h>
#include <tests/engine/runner.h>
#include <tests/engine/tooth.h>
#include <tests/hw/probe.h>
#include <tests/unit/host.h>
#include <tests/unit/platform.h>
#include <tests/unit/unit.h>

static unsigned int fair_of_ten; /* runs that the host leaves alone */
static uint64_t clock_cycles;	 /* each session takes a tenth of a second */

bool pause_gave_up(void)
{
	return false;
}

void pause_look(void)
{
}

uint64_t pause_clock(void)
{
	return clock_cycles;
}

/* Runs in which nothing is caught. */
void session_run(struct session *session)
{
	struct tally *tally = session->tally;

	for (uint64_t i = 0; i < session->runs; i++) {
		tally->fair[session->regime] += tally->runs % 10 < fair_of_ten;
		tally->runs++;
		tally->by_regime[session->regime]++;
	}
	clock_cycles += seconds(1) / 10;
}

static struct tooth_rate rate = { "tcg", "a/test", "cow-skip-flush", 100, 200, NULL };
static bool rated;

const struct tooth_rate *tooth_rate(const char *platform, const char *litmus, const char *mutant)
{
	EXPECT_STR(platform, "tcg");
	EXPECT_STR(litmus, "a/test");
	EXPECT_STR(mutant, "cow-skip-flush");
	return rated ? &rate : NULL;
}

static const struct litmus litmus = {
	.name = "a/test",
	.outcomes = { SOMETIMES("any", ANY) },
	.teeth = { TOOTH(COW_SKIP_FLUSH, .needs = KEEPS_READ) },
};

/* What is said of the tooth under @words. */
static const char *said(const char *words)
{
	struct options options;

	EXPECT(cmdline_parse(words, &options));
	nr_cpus = 2;
	clock_cycles = 0;
	lines_begin(false, 1);
	lines_test_begin(litmus.name, "?", "none", 1);
	host_console_clear();
	tooth_run(&litmus, &litmus.teeth[0], &options);
	return host_console();
}

/* A host with nothing else to do, a CPU that keeps what the tooth needs, a rate of one half. */
static void usual(void)
{
	unit_keeps = KEEPS_READ;
	unit_cpus_take_turns = false;
	fair_of_ten = 10;
	rated = true;
	rate.hits = 100;
	rate.runs = 200;
	rate.hidden = NULL;
}

#define SAYS(words, text) EXPECT(strstr(said(words), text))

TEST(insensitive, "tooth: not caught in so many fair runs, where it could show, is a failure")
{
	usual();
	SAYS("", "not ok 1 tooth cow-skip-flush # INSENSITIVE: not caught in");
	rated = false;
	SAYS("seconds=100000", "INSENSITIVE");
}

TEST(undecided, "tooth: what the host, its words, or CPUs that take turns leave open is undecided")
{
	usual();
	fair_of_ten = 4;
	SAYS("", "ok 1 tooth cow-skip-flush # SKIP undecided: not caught in");
	SAYS("", "of which the host left only");
	fair_of_ten = 10;
	SAYS("warm=off", "# SKIP undecided: not caught in");
	SAYS("warm=off", "no rate is known under warm=");
	unit_cpus_take_turns = true;
	SAYS("", "# SKIP undecided: not caught in");
	SAYS("", "here no number of them decides");
	unit_cpus_take_turns = false;
	rate.hits = 100;
	rate.runs = 100000;
	SAYS("seconds=1", "of the");
	SAYS("seconds=1", "that decide");
}

TEST(skipped, "tooth: what cannot show here, or seldom does, is skipped and says why")
{
	usual();
	unit_keeps = 0;
	SAYS("", "# SKIP it keeps nothing of the kind");
	usual();
	rate.hits = 3;
	rate.runs = 11309;
	SAYS("", "# SKIP seldom seen here: in 3 of 11309 runs");
	rate.hits = 0;
	rate.runs = 1;
	rate.hidden = "this platform keeps none";
	SAYS("",
	     "# SKIP where rates were measured, this platform keeps none; here it was caught in none");
}
