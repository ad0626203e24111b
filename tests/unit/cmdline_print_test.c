/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/cmdline.c: the words that are printed to repeat a run, and no others, are
 * parsed to the same options.
 */
#include <stdio.h>
#include <string.h>
#include <kernel/options/cmdline.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static struct options options;

#define ACCEPTS(text)                                                                              \
	do {                                                                                       \
		host_console_clear();                                                              \
		EXPECT(cmdline_parse((text), &options));                                           \
		EXPECT_STR(host_console(), "");                                                    \
	} while (0)

/* A seed, and a schedule of @len characters, no two pieces of it alike. */
static const char *long_schedule(size_t len)
{
	static char text[8192];
	int at = snprintf(text, sizeof(text), "seed=6 schedule=");

	for (size_t i = 0; i < len; i++)
		text[at++] = (char)('0' + i * i / 7 % 10);
	text[at] = '\0';
	return text;
}

/* The words that cmdline_print() writes, without the quotes for a shell. */
static void print_words(char *words)
{
	const char *from = host_console();

	host_console_clear();
	cmdline_print(&options);
	EXPECT_EQ(host_console_lines(), 1);
	for (; *from && *from != '\n'; from++) {
		if (*from != '\'')
			*words++ = *from;
	}
	*words = '\0';
}

/* What is printed for the options of @line says the same. */
static void expect_repeated(const char *line)
{
	struct options first;
	char words[8192];
	char run[256];
	char schedule[SCHEDULE_MAX + 1] = "";

	ACCEPTS(line);
	first = options;
	strcpy(run, options.run);
	if (options.schedule)
		strcpy(schedule, options.schedule);
	print_words(words);
	ACCEPTS(words);
	EXPECT_STR(options.run, run);
	EXPECT_STR(options.schedule ? options.schedule : "", schedule);
	EXPECT_EQ(options.seed, first.seed);
	EXPECT_EQ(options.iters, first.iters);
	EXPECT_EQ(options.seconds, first.seconds);
	EXPECT_EQ(options.policy, first.policy);
	EXPECT_EQ(options.luf_tracks, first.luf_tracks);
	EXPECT_EQ(options.luf_limits.frames, first.luf_limits.frames);
	EXPECT_EQ(options.luf_limits.age_us, first.luf_limits.age_us);
	EXPECT_EQ(options.luf_owners, first.luf_owners);
	EXPECT_EQ(options.luf_refill, first.luf_refill);
	EXPECT(memcmp(&options.rules, &first.rules, sizeof(first.rules)) == 0);
	EXPECT_EQ(options.mutate, first.mutate);
	EXPECT(memcmp(options.mutants, first.mutants, sizeof(first.mutants)) == 0);
	EXPECT_EQ(options.json, first.json);
	EXPECT_EQ(options.luf_debug, first.luf_debug);
	EXPECT_EQ(options.access_kernel, first.access_kernel);
	EXPECT_EQ(options.soak, first.soak);
	EXPECT_EQ(options.perturb_us, first.perturb_us);
	EXPECT_EQ(options.catches, first.catches);
	EXPECT_EQ(options.asids, first.asids);
	EXPECT_EQ(options.warm, first.warm);
	EXPECT_EQ(options.stop, first.stop);
	EXPECT_EQ(options.engine, first.engine);
	EXPECT_EQ(options.bound, first.bound);
	EXPECT_EQ(options.jobs, first.jobs);
	EXPECT_EQ(options.shard, first.shard);
	EXPECT_EQ(options.shards, first.shards);
	EXPECT_EQ(options.tso, first.tso);
	EXPECT_EQ(options.without, first.without);
	EXPECT_EQ(options.trace, first.trace);
	EXPECT_EQ(!options.bench, !first.bench);
	if (first.bench)
		EXPECT_STR(options.bench, "exploration");
	EXPECT_EQ(options.programs, first.programs);
	EXPECT_EQ(options.pairs, first.pairs);
	EXPECT_EQ(options.sample, first.sample);
	EXPECT_EQ(!options.litmus, !first.litmus);
	if (first.litmus)
		EXPECT_STR(options.litmus, "a.litmus,b/c.litmus");
}

TEST(repeats, "cmdline: what is printed to repeat a run gives the same options again")
{
	static const char *const lines[] = {
		"seed=5 schedule=0.1.2/3",
		"seed=5",
		"run=reclaim/*,unmap/x seed=1 iters=7 seconds=2 policy=eager access=kernel",
		"seed=5 perturb=0 catches=50 asids=2 luf_debug=on warm=on mutate=cow-skip-flush,gather-skip-luf",
		"seed=5 warm=off mutate=teeth policy=batch perturb=100000",
		"seed=18446744073709551615 mutate=none policy=luf luf_track=pte",
		"seed=5 luf_max=1 luf_age=0 luf_owner=any",
		"seed=5 luf_max=none luf_age=none luf_owner=same",
		"seed=5 luf_refill=flush",
		"seed=5 cow=mapcount",
		"seed=5 stop=3",
		"seed=5 seconds=3",
		"seed=5 seconds=4",
		"cow=count pin_ro=wait seed=5",
		"pin_ro=refuse seed=5",
		"wp_pinned=refuse seed=5",
		"wp_pinned=count seed=5",
		"uffd_lock=group tlb_flush=broadcast seed=5",
	};

	static const char *const model_lines[] = {
		"seed=5 iters=20000 seconds=30",
		"seed=5 luf_track=vma engine=pct bound=0 jobs=9 shard=2/7 tso=off trace=on bench=exploration format=json",
		"seed=5 without=upper-levels",
		"seed=5 without=kept-entries,late-rights,kept-dirty seconds=9",
		"seed=5 pairs sample=7 run=anon/*",
		"seed=5 run=mine/* litmus=a.litmus,b/c.litmus",
		"engine=bound tso=on shard=1/2 seed=9 programs=60 mutate=cow-skip-flush run=cow/*",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		expect_repeated(lines[i]);
	expect_repeated(long_schedule(4000));
	host_world = WORLD_MODEL;
	for (size_t i = 0; i < sizeof(model_lines) / sizeof(model_lines[0]); i++)
		expect_repeated(model_lines[i]);
	expect_repeated(long_schedule(257));
}

TEST(terse, "cmdline: what has its default is not printed, in either world")
{
	char words[512];

	ACCEPTS("seed=5 warm=random luf_max=4096 luf_age=100000");
	print_words(words);
	EXPECT_STR(words, " seed=5");
	host_world = WORLD_MODEL;
	ACCEPTS("seed=5 seconds=60 engine=dpor bound=3 jobs=1 shard=1/1 tso=auto trace=off");
	print_words(words);
	EXPECT_STR(words, " seed=5");
}
