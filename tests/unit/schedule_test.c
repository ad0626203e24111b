/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/schedule.c: a schedule is read as it was written, and whatever is wrong with one
 * is reported in exactly one line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <kernel/lib/random.h>
#include <kernel/options/cmdline.h>
#include <kernel/options/schedule.h>
#include <kernel/race/schedule_runs.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

/* "~" stands for this build. */
#define START "1.~.unmap/unmap-flush-tell."

static char text[SCHEDULE_MAX + 1];
static struct schedule schedule;

/* Fill in the build, at the end of a block so that reading past it is noticed. */
static bool parse(const char *pattern)
{
	const char *tilde = strchr(pattern, '~');
	int before = tilde ? (int)(tilde - pattern) : 0;
	static char *copy;
	bool ok;

	snprintf(text, sizeof(text), "%.*s%s%s", before, pattern, tilde ? schedule_build() : "",
		 tilde ? tilde + 1 : pattern);
	free(copy);
	copy = strdup(text);
	host_console_clear();
	memset(&schedule, 0xee, sizeof(schedule));
	ok = schedule_parse(copy, &schedule);
	return ok;
}

#define ACCEPTS(pattern)                                                                           \
	do {                                                                                       \
		EXPECT(parse(pattern));                                                            \
		EXPECT_STR(host_console(), "");                                                    \
	} while (0)

static void expect_refusal(const char *pattern, const char *const words[], int line)
{
	if (parse(pattern))
		unit_fail(__FILE__, line, "taken for right: '%s'", pattern);
	if (host_console_lines() != 1 || !strchr(host_console(), '\n'))
		unit_fail(__FILE__, line, "not one whole line about '%s'", pattern);
	if (strncmp(host_console(), "stalehound: schedule=: ", 23))
		unit_fail(__FILE__, line, "does not say what it is about: %s", host_console());
	for (; *words; words++) {
		if (!strstr(host_console(), *words))
			unit_fail(__FILE__, line, "'%s' is not named: %s", *words, host_console());
	}
}

#define REFUSES(pattern, ...)                                                                      \
	expect_refusal((pattern), (const char *const[]){ __VA_ARGS__, NULL }, __LINE__)

/* Spell the runs at @at again. */
static const char *spelt(const char *at)
{
	static char out[4096];
	struct schedule_run run;
	size_t len = 0;

	out[0] = '\0';
	while (schedule_next(&at, &run)) {
		len += (size_t)snprintf(out + len, sizeof(out) - len, "%c%u",
					"aAs"[run.thread] + (int)run.actor, run.times);
		if (run.choice)
			len += (size_t)snprintf(out + len, sizeof(out) - len, "!%u", run.choice);
	}
	return out;
}

TEST(whole, "schedule: every part is read")
{
	ACCEPTS(START "none.eager-vma-same-0-0-6-0.-.-");
	EXPECT_STR(schedule.test, "unmap/unmap-flush-tell");
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		EXPECT(!schedule.mutants[i]);
	EXPECT(schedule.policy == &policy_eager && schedule.track == LUF_TRACK_VMA);
	EXPECT_EQ(schedule.owner, LUF_OWNER_SAME);
	EXPECT_EQ(schedule.warm, 0);
	EXPECT(!schedule.deferred_first);
	EXPECT_EQ(schedule.asids, 6);
	EXPECT(!schedule.tso && !schedule.demand_filled && !schedule.no_pcid);
	EXPECT_EQ(schedule.nr_events + schedule.nr_steps + schedule.nr_actors, 0);
	EXPECT_STR(spelt(schedule.events), "");
	EXPECT_STR(spelt(schedule.steps), "");
	ACCEPTS("1.~.a/b.gather-skip-flush,cow-skip-flush.luf-pte-any-f3-1-1-tdp.a12!1s3C1z9.a4b2H5");
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		EXPECT_EQ(schedule.mutants[i],
			  i == MUTANT_GATHER_SKIP_FLUSH || i == MUTANT_COW_SKIP_FLUSH);
	EXPECT(schedule.policy == &policy_luf && schedule.track == LUF_TRACK_PTE);
	EXPECT_EQ(schedule.owner, LUF_OWNER_ANY);
	EXPECT_EQ(schedule.warm, 0xf3);
	EXPECT(schedule.deferred_first);
	EXPECT_EQ(schedule.asids, 1);
	EXPECT(schedule.tso && schedule.demand_filled && schedule.no_pcid);
	EXPECT_STR(spelt(schedule.events), "a12!1s3C1z9");
	EXPECT_STR(spelt(schedule.steps), "a4b2H5");
	EXPECT_EQ(schedule.nr_events, 25);
	EXPECT_EQ(schedule.nr_steps, 11);
	EXPECT_EQ(schedule.nr_actors, 8);
}

TEST(parts, "schedule: a part of each kind, and the actors that are named")
{
	ACCEPTS(START "none.batch-vma-same-a-1-3-d.-.b1");
	EXPECT(schedule.policy == &policy_batch && schedule.warm == 10);
	EXPECT(!schedule.tso && schedule.demand_filled && !schedule.no_pcid);
	EXPECT_EQ(schedule.nr_actors, 2);
	ACCEPTS(START "none.batch-vma-same-0-1-3-pt.u1.-");
	EXPECT(schedule.tso && !schedule.demand_filled && schedule.no_pcid);
	EXPECT_EQ(schedule.nr_actors, 3);
	ACCEPTS(START "none.batch-vma-same-0-1-3-0.a65536.A65535b1");
	EXPECT_EQ(schedule.nr_events, 65536);
	EXPECT_EQ(schedule.nr_steps, 65536);
}

TEST(other_builds, "schedule: of another format, or of another build")
{
	char pattern[100];

	snprintf(pattern, sizeof(pattern), "1.%.7sx.t.none.eager-vma-same-0-0-6-0.-.-",
		 schedule_build());
	EXPECT_EQ(strlen(schedule_build()), 8);
	REFUSES(pattern, "of build 0000000x", "this is", schedule_build());
	REFUSES("2.~.t.none.eager-vma-same-0-0-6-0.-.-", "format '2'", "must be 1");
	REFUSES("2", "format '2'");
	REFUSES("", "format ''");
	REFUSES("11.~.t.none.eager-vma-same-0-0-6-0.-.-", "format '11'");
	REFUSES("1.123.t.none.eager-vma-same-0-0-6-0.-.-", "build '123'", "8 hex");
	ACCEPTS(START "none.eager-vma-same-0-0-6-0.-.-");
	EXPECT_EQ(schedule.text, 0);
	ACCEPTS("1.~-89abcdef.t.none.eager-vma-same-0-0-6-0.-.-");
	EXPECT_EQ(schedule.text, 0x89abcdef);
	REFUSES("1.~-9abcdef.t.none.eager-vma-same-0-0-6-0.-.-", "-9abcdef'", "8 more");
	REFUSES("1.~-9abcdefg.t.none.eager-vma-same-0-0-6-0.-.-", "-9abcdefg'", "8 more");
	REFUSES("1.~-89abcdef-.t.none.eager-vma-same-0-0-6-0.-.-", "-89abcdef-'", "8 more");
}

TEST(number_of_parts, "schedule: a part too few, or too many")
{
	REFUSES("1", "parts", "BUILD");
	REFUSES("1.~.t.none.eager-vma-same-0-0-6-0.-", "parts", "STEPS");
	REFUSES("1.~.t.none.eager-vma-same-0-0-6-0.-.-.", "parts");
	REFUSES("1.~.t.none.eager-vma-same-0-0-6-0-.-", "parts");
	REFUSES(START "none.eager-vma-same-0-0-6.-.-", "setting 'eager-vma-same-0-0-6'",
		"POLICY-TRACK");
	REFUSES(START "none.eager-vma-same-0-0-6-0-.-.-", "setting", "FLAGS");
	REFUSES(START "none..-.-", "setting ''");
}

TEST(names, "schedule: a test without a name, mutants and policies that there are not")
{
	REFUSES("1.~..none.eager-vma-same-0-0-6-0.-.-", "test ''");
	REFUSES("1.~.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl"
		".none.eager-vma-same-0-0-6-0.-.-",
		"test 'abc", "63");
	ACCEPTS("1.~.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"
		".none.eager-vma-same-0-0-6-0.-.-");
	REFUSES(START "gather-skip-flsh.eager-vma-same-0-0-6-0.-.-", "'gather-skip-flsh'",
		"'gather-skip-flush'");
	REFUSES(START "none,cow-skip-flush.eager-vma-same-0-0-6-0.-.-", "'none'");
	REFUSES(START "cow-skip-flush,.eager-vma-same-0-0-6-0.-.-", "''");
	REFUSES(START ".eager-vma-same-0-0-6-0.-.-", "''");
	REFUSES(START "none.lazy-vma-same-0-0-6-0.-.-", "policy 'lazy'", "eager, batch or luf");
	REFUSES(START "none.luf-0-same-0-0-6-0.-.-", "track '0'", "vma or pte");
	REFUSES(START "none.luf--same-0-0-6-0.-.-", "track ''");
	REFUSES(START "none.luf-vma-some-0-0-6-0.-.-", "owner 'some'", "same or any");
}

TEST(numbers, "schedule: numbers, masks and flags that are none")
{
	REFUSES(START "none.eager-vma-same--0-6-0.-.-", "warm actors ''", "0 to ff");
	REFUSES(START "none.eager-vma-same-100-0-6-0.-.-", "warm actors '100'");
	REFUSES(START "none.eager-vma-same-F-0-6-0.-.-", "warm actors 'F'");
	REFUSES(START "none.eager-vma-same-0x1-0-6-0.-.-", "warm actors '0x1'");
	REFUSES(START "none.eager-vma-same-0-2-6-0.-.-", "'2'", "0 or 1");
	REFUSES(START "none.eager-vma-same-0-0-0-0.-.-", "ASIDs '0'", "1 to 6");
	REFUSES(START "none.eager-vma-same-0-0-7-0.-.-", "ASIDs '7'");
	REFUSES(START "none.eager-vma-same-0-0--0.-.-", "ASIDs ''");
	REFUSES(START "none.eager-vma-same-0-0-6-.-.-", "flags ''", "t, d and p");
	REFUSES(START "none.eager-vma-same-0-0-6-q.-.-", "flags 'q'");
	REFUSES(START "none.eager-vma-same-0-0-6-0t.-.-", "flags '0t'");
}

TEST(runs, "schedule: letters and counts that are none, in events and steps")
{
	static const char *const bad[] = { "a",	  "1",		 "a0",	   "a01",     "i1",
					   "I1",  "a-1",	 "a1-",	   "a1b",     "-a",
					   "a1 ", "a1!",	 "a1!0",   "a1!1001", "A1!1",
					   "r1",  "a4294967297", "a65537", "!1",      "a!1" };
	char pattern[100];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(pattern, sizeof(pattern), START "none.eager-vma-same-0-0-6-0.%s.-",
			 bad[i]);
		REFUSES(pattern, "the events at", "a to h");
		snprintf(pattern, sizeof(pattern), START "none.eager-vma-same-0-0-6-0.-.%s",
			 bad[i]);
		REFUSES(pattern, "the steps at", "a to h or A to H");
	}
	REFUSES(START "none.eager-vma-same-0-0-6-0.-.a1!1", "steps at 'a1!1'");
	REFUSES(START "none.eager-vma-same-0-0-6-0.-.a3s1", "steps at 's1'");
	REFUSES(START "none.eager-vma-same-0-0-6-0..-", "events at ''");
	REFUSES(START "none.eager-vma-same-0-0-6-0.-.", "steps at ''", "a3B1");
	REFUSES(START "none.eager-vma-same-0-0-6-0.s1!1.-", "events at '!1'");
}

TEST(too_many, "schedule: more entries than there may be")
{
	static char long_pattern[SCHEDULE_MAX];

	REFUSES(START "none.eager-vma-same-0-0-6-0.a65536b1.-", "the events", "65536");
	REFUSES(START "none.eager-vma-same-0-0-6-0.-.a1b65536", "the steps", "65536");
	strcpy(long_pattern, START "none.eager-vma-same-0-0-6-0.-.");
	for (unsigned int i = 0; i < 1100; i++)
		strcat(long_pattern, "a65");
	REFUSES(long_pattern, "the steps", "…'", "65536");
}

TEST(fuzz, "schedule: one letter changed is taken in silence, or refused with one line")
{
	static const char pattern[] =
		"cow-skip-flush,gather-skip-flush.luf-vma-same-3-1-4-td.a3B2!1s1.a3B2";
	struct random random = random_seeded(3, 4);
	const unsigned int rounds = unit_rounds(30000);
	unsigned int nr_taken = 0;

	for (unsigned int i = 0; i < rounds; i++) {
		char changed[sizeof(pattern) + 40];
		bool taken;

		snprintf(changed, sizeof(changed), START "%s", pattern);
		for (uint64_t n = 1 + random_below(&random, 3); n; n--) {
			uint64_t at = strlen(START) + random_below(&random, strlen(pattern));

			changed[at] = (char)(' ' + random_below(&random, '~' - ' '));
		}
		taken = parse(changed);
		nr_taken += taken;
		EXPECT_EQ(host_console_lines(), taken ? 0 : 1);
	}
	EXPECT(nr_taken && nr_taken < rounds / 2);
}

/* The arguments @words are refused in one line, which says to leave @out out. */
static void refused_together(const char *words, const char *out)
{
	static struct options options;

	host_console_clear();
	EXPECT(!cmdline_parse(words, &options));
	EXPECT_EQ(host_console_lines(), 1);
	EXPECT(strstr(host_console(), "schedule= says it already: leave out '"));
	EXPECT(strstr(host_console(), out));
}

TEST(alone, "schedule: arguments that say what it says itself are refused beside it")
{
	static struct options options;

	for (unsigned int world = WORLD_METAL; world <= WORLD_MODEL; world++) {
		host_world = (enum world)world;
		refused_together("schedule=x run=*", "'run='");
		refused_together("policy=luf schedule=x", "'policy='");
		refused_together("luf_track=pte schedule=x", "'luf_track='");
		refused_together("schedule=x seed=1 mutate=none", "'mutate='");
		refused_together("schedule=x warm=on", "'warm='");
		refused_together("schedule=x asids=6", "'asids='");
		host_console_clear();
		EXPECT(cmdline_parse("schedule=x seed=4 format=json", &options));
		EXPECT_STR(host_console(), "");
	}
	refused_together("tso=on schedule=x", "'tso='");
	host_world = WORLD_METAL;
	refused_together("schedule=x perturb=5", "'perturb='");
}
