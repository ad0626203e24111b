/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/cmdline.c: every key, and every way to get it wrong.  Whatever is wrong, the
 * console says so in exactly one line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <kernel/options/cmdline.h>
#include <kernel/lib/random.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/host.h>
#include <tests/unit/unit.h>

static struct options options;

/* Parse a copy on the heap, so that reading past its end is noticed. */
static bool parse(const char *text)
{
	char *copy = strdup(text);
	bool ok;

	host_console_clear();
	memset(&options, 0xee, sizeof(options));
	ok = cmdline_parse(copy, &options);
	free(copy);
	return ok;
}

#define ACCEPTS(text)                                                                              \
	do {                                                                                       \
		EXPECT(parse(text));                                                               \
		EXPECT_STR(host_console(), "");                                                    \
	} while (0)

/* Refused with one line, that begins with our name and has all of the words in it. */
static void expect_refusal(const char *text, const char *const words[], int line)
{
	if (parse(text))
		unit_fail(__FILE__, line, "taken for right: '%s'", text);
	if (host_console_lines() != 1 || !strchr(host_console(), '\n'))
		unit_fail(__FILE__, line, "not one whole line about '%s'", text);
	if (strncmp(host_console(), "stalehound: ", 12))
		unit_fail(__FILE__, line, "does not say who speaks: %s", host_console());
	for (; *words; words++) {
		if (!strstr(host_console(), *words))
			unit_fail(__FILE__, line, "'%s' is not named: %s", *words, host_console());
	}
}

#define REFUSES(text, ...)                                                                         \
	expect_refusal((text), (const char *const[]){ __VA_ARGS__, NULL }, __LINE__)

static void expect_defaults(void)
{
	EXPECT_STR(options.run, "*");
	EXPECT(!options.list && !options.list_mutants);
	EXPECT(options.iters > 0 && options.seconds > 0);
	EXPECT_EQ(options.seed, 0);
	EXPECT(options.policy == NULL);
	EXPECT_EQ(options.luf_tracks, 3);
	EXPECT_EQ(options.luf_limits.frames, deferred_usual.frames);
	EXPECT_EQ(options.luf_owners, 3);
	EXPECT_EQ(options.mutate, MUTATE_DEFAULT);
	for (unsigned int i = 0; i < NR_MUTANTS; i++)
		EXPECT(!options.mutants[i]);
	EXPECT(!options.access_kernel && !options.json);
	EXPECT_EQ(options.perturb_us, PERTURB_RANDOM);
	EXPECT_EQ(options.asids, NR_ASIDS);
	EXPECT_EQ(options.warm, SWITCH_RANDOM);
	EXPECT(options.crash == NULL);
	EXPECT(options.schedule == NULL);
	EXPECT_EQ(options.engine, ENGINE_DPOR);
	EXPECT_EQ(options.bound, 3);
	EXPECT_EQ(options.jobs, 1);
	EXPECT_EQ(options.shard, 1);
	EXPECT_EQ(options.shards, 1);
	EXPECT_EQ(options.tso, TSO_AUTO);
	EXPECT(!options.trace && !options.bench && !options.programs && !options.pairs);
}

TEST(defaults, "cmdline: nothing, or nothing but spaces, gives the defaults")
{
	static const char *const empty[] = { "", " ", "     " };

	for (size_t i = 0; i < 3; i++) {
		host_world = WORLD_METAL;
		ACCEPTS(empty[i]);
		expect_defaults();
		EXPECT_EQ(options.iters, 10000);
		EXPECT_EQ(options.seconds, 3);
		host_world = WORLD_MODEL;
		ACCEPTS(empty[i]);
		expect_defaults();
		EXPECT_EQ(options.iters, ITERS_UNLIMITED);
		EXPECT_EQ(options.seconds, 60);
	}
}

TEST(every_key, "cmdline: every key sets its option, and no other")
{
	ACCEPTS("run=reclaim/*,tlb/*");
	EXPECT_STR(options.run, "reclaim/*,tlb/*");
	ACCEPTS("list");
	EXPECT(options.list && !options.list_mutants);
	ACCEPTS("mutants");
	EXPECT(options.list_mutants && !options.list);
	ACCEPTS("iters=123");
	EXPECT_EQ(options.iters, 123);
	ACCEPTS("seconds=7");
	EXPECT_EQ(options.seconds, 7);
	ACCEPTS("seed=99");
	EXPECT_EQ(options.seed, 99);
	ACCEPTS("perturb=5");
	EXPECT_EQ(options.perturb_us, 5);
	ACCEPTS("asids=2");
	EXPECT_EQ(options.asids, 2);
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		char text[32];

		snprintf(text, sizeof(text), "policy=%s", flush_policies[i]->name);
		ACCEPTS(text);
		EXPECT(options.policy == flush_policies[i]);
	}
}

TEST(choices, "cmdline: keys with choices take each of them")
{
	ACCEPTS("access=kernel");
	EXPECT(options.access_kernel);
	ACCEPTS("access=user");
	EXPECT(!options.access_kernel);
	EXPECT(!options.luf_debug);
	ACCEPTS("luf_debug=on");
	EXPECT(options.luf_debug);
	ACCEPTS("luf_debug=off");
	EXPECT(!options.luf_debug);
	ACCEPTS("format=json");
	EXPECT(options.json);
	ACCEPTS("format=ktap");
	EXPECT(!options.json);
	ACCEPTS("warm=on");
	EXPECT_EQ(options.warm, SWITCH_ON);
	ACCEPTS("warm=off");
	EXPECT_EQ(options.warm, SWITCH_OFF);
	ACCEPTS("warm=random");
	EXPECT_EQ(options.warm, SWITCH_RANDOM);
	ACCEPTS("console=serial");
	ACCEPTS("console=screen");
	ACCEPTS("console=both");
	ACCEPTS("crash=bug");
	EXPECT(options.crash != NULL);
}

TEST(model_keys, "cmdline: every key of the model sets its option, and is taken there")
{
	static const struct {
		const char *text;
		enum engine engine;
	} engines[] = { { "engine=dpor", ENGINE_DPOR },	  { "engine=bound", ENGINE_BOUND },
			{ "engine=pct", ENGINE_PCT },	  { "engine=random", ENGINE_RANDOM },
			{ "engine=naive", ENGINE_NAIVE }, { "engine=eager", ENGINE_EAGER } };

	host_world = WORLD_MODEL;
	EXPECT_EQ(sizeof(engines) / sizeof(engines[0]), NR_ENGINES);
	for (size_t i = 0; i < NR_ENGINES; i++) {
		ACCEPTS(engines[i].text);
		EXPECT_EQ(options.engine, engines[i].engine);
		EXPECT_STR(engine_name(engines[i].engine), engines[i].text + strlen("engine="));
	}
	ACCEPTS("bound=0 jobs=256 trace=on bench=x");
	EXPECT_EQ(options.bound, 0);
	EXPECT_EQ(options.jobs, 256);
	EXPECT(options.trace);
	EXPECT_STR(options.bench, "x");
	ACCEPTS("programs=1000000");
	EXPECT_EQ(options.programs, 1000000);
	ACCEPTS("pairs sample=300 emit=/tmp/x");
	EXPECT_STR(options.emit, "/tmp/x");
	EXPECT(options.pairs);
	EXPECT_EQ(options.sample, 300);
	ACCEPTS("trace=off tso=on");
	EXPECT(!options.trace);
	EXPECT_EQ(options.tso, TSO_ON);
	ACCEPTS("tso=off");
	EXPECT_EQ(options.tso, TSO_OFF);
	ACCEPTS("tso=auto");
	EXPECT_EQ(options.tso, TSO_AUTO);
	ACCEPTS("run=cow/* list mutants iters=5 seconds=6 seed=7 policy=luf luf_track=pte mutate=none format=json"
		" asids=2 warm=on");
	ACCEPTS("list trace=on schedule=0.1.2");
	ACCEPTS("without=speculation,store-buffers schedule=0.1.2");
	EXPECT_EQ(options.without, 1u << RULE_SPECULATION | 1u << RULE_STORE_BUFFERS);
}

TEST(shard, "cmdline: shard= is i/n, with i from 1 to n")
{
	host_world = WORLD_MODEL;
	ACCEPTS("shard=1/1");
	ACCEPTS("shard=3/8");
	EXPECT_EQ(options.shard, 3);
	EXPECT_EQ(options.shards, 8);
	ACCEPTS("shard=100000/100000");
	REFUSES("shard=0/8", "shard=0/8", "i/n");
	REFUSES("shard=9/8", "shard=9/8");
	REFUSES("shard=1/100001", "100000");
	REFUSES("shard=1/0", "shard=1/0");
	REFUSES("shard=1", "shard=1:", "i/n");
	REFUSES("shard=/", "shard=/");
	REFUSES("shard=1/", "shard=1/");
	REFUSES("shard=/8", "shard=/8");
	REFUSES("shard=1/2/3", "shard=1/2/3");
	REFUSES("shard=", "shard=");
}

TEST(other_world, "cmdline: a word of the other world is refused, and where it belongs is said")
{
	static const char *const metal[] = { "access=user", "perturb=1", "crash=bug", "soak",
					     "console=both" };
	static const char *const model[] = {
		"engine=dpor", "bound=1",	    "jobs=1", "shard=1/1", "tso=on", "trace=on",
		"programs=1",  "without=kept-pcid", "pairs",  "sample=1",  "emit=x"
	};

	for (size_t i = 0; i < sizeof(model) / sizeof(model[0]); i++) {
		host_world = WORLD_METAL;
		REFUSES(model[i], "is for the model: build/model/stalehound ");
		host_world = WORLD_MODEL;
		ACCEPTS(model[i]);
	}
	for (size_t i = 0; i < sizeof(metal) / sizeof(metal[0]); i++) {
		host_world = WORLD_MODEL;
		REFUSES(metal[i], "is for the metal kernel: ./run-qemu.sh ");
		host_world = WORLD_METAL;
		ACCEPTS(metal[i]);
	}
	REFUSES("engine=rubbish", "'engine' is for the model: build/model/stalehound engine=…\n");
	host_world = WORLD_MODEL;
	REFUSES("perturb", "'perturb' is for the metal kernel: ./run-qemu.sh perturb=…\n");
}

TEST(nearest_here, "cmdline: the nearest word is one that this world knows")
{
	REFUSES("jbs=1", "'jbs'");
	EXPECT(!strstr(host_console(), "jobs="));
	host_world = WORLD_MODEL;
	REFUSES("jbs=1", "'jbs'", "'jobs='");
	REFUSES("consol=both", "'consol'");
	EXPECT(!strstr(host_console(), "console="));
}

TEST(together, "cmdline: many words, in any order, with any number of spaces")
{
	ACCEPTS("  seed=3   list run=a policy=luf  iters=5 ");
	EXPECT(options.list);
	EXPECT_STR(options.run, "a");
	EXPECT_EQ(options.seed, 3);
	EXPECT_EQ(options.iters, 5);
	EXPECT_STR(options.policy->name, "luf");
}

TEST(unknown, "cmdline: an unknown word is named, with the nearest that there is")
{
	REFUSES("itres=5", "'itres'", "'iters='");
	REFUSES("ITERS=5", "'ITERS'");
	REFUSES("iter", "'iter'", "'iters='");
	REFUSES("lsit", "'lsit'", "'list'");
	REFUSES("polcy=luf", "'polcy'", "'policy='");
	REFUSES("mutant", "'mutant'", "'mutants'");
	REFUSES("run=a bogus seed=1", "'bogus'");
	REFUSES("iterss=5", "'iterss'", "'iters='");
	REFUSES("=", "''");
	REFUSES("=5", "''");
	REFUSES("\t", "'\t'");
}

TEST(twice, "cmdline: a key that is given twice is refused, equal or not")
{
	REFUSES("seed=1 seed=2", "'seed'", "twice");
	REFUSES("seed=1 seed=1", "'seed'", "twice");
	REFUSES("list run=a list", "'list'", "twice");
	REFUSES("mutate=none mutate=teeth", "'mutate'", "twice");
}

TEST(values, "cmdline: a value that is missing, and one that must not be there")
{
	REFUSES("iters", "'iters'", "iters=", "number");
	REFUSES("run", "'run'", "run=");
	REFUSES("list=1", "'list'", "no value");
	REFUSES("mutants=", "'mutants'", "no value");
	REFUSES("iters=", "iters=", "number");
	REFUSES("run=", "run=");
	REFUSES("policy=", "policy=", "eager", "batch", "luf");
	REFUSES("mutate=", "mutate=", "''");
	REFUSES("warm=", "warm=", "random");
	REFUSES("crash=", "crash=");
}

TEST(numbers, "cmdline: numbers that are none, too small, too large, or overflow")
{
	static const char *const bad[] = { "0",
					   "-1",
					   "+1",
					   "1.5",
					   "0x10",
					   "1k",
					   "1 ",
					   " ",
					   "l0",
					   "1\t",
					   "۳",
					   "1e3",
					   "1000000000001",
					   "18446744073709551616",
					   "18446744073709551626",
					   "99999999999999999999999999" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char text[64];

		snprintf(text, sizeof(text), "iters=%s", bad[i]);
		if (strcmp(bad[i], "1 "))
			REFUSES(text, "iters=", "1 to 1000000000000");
	}
	REFUSES("seed=0", "seed=0", "18446744073709551615");
	REFUSES("seed=18446744073709551616", "seed=18446744073709551616");
	REFUSES("asids=0", "asids=0", "1 to 6");
	REFUSES("asids=7", "asids=7", "1 to 6");
	REFUSES("perturb=100001", "perturb=100001");
	REFUSES("seconds=1000001", "seconds=1000001");
}

TEST(limits, "cmdline: the smallest and the largest numbers are taken")
{
	ACCEPTS("iters=1 seconds=1 seed=1 asids=1 perturb=0");
	EXPECT_EQ(options.perturb_us, 0);
	EXPECT_EQ(options.asids, 1);
	ACCEPTS("iters=1000000000000 seconds=1000000 seed=18446744073709551615 asids=6");
	EXPECT_EQ(options.iters, 1000000000000UL);
	EXPECT_EQ(options.seed, UINT64_MAX);
	ACCEPTS("seed=00000000000000000000000000000000000000000000000000000000000042");
	EXPECT_EQ(options.seed, 42);
}

TEST(bad_choices, "cmdline: a choice that there is not is refused, with those that there are")
{
	REFUSES("policy=lazy", "policy=lazy", "eager", "batch", "luf");
	REFUSES("policy=lu", "policy=lu");
	REFUSES("luf_track=", "luf_track=", "vma or pte");
	REFUSES("luf_max=0", "luf_max=0", "from 1");
	REFUSES("luf_max=1000000001", "luf_max=", "or none");
	REFUSES("luf_age=1s", "luf_age=1s", "microseconds");
	REFUSES("luf_owner=none", "luf_owner=none", "same or any");
	REFUSES("luf_refill=none", "luf_refill=none", "compare or flush");
	REFUSES("cow=always", "cow=always", "exclusive, count or mapcount");
	REFUSES("pin_ro=copy", "pin_ro=copy", "unshare, refuse or wait");
	REFUSES("uffd_lock=none", "uffd_lock=none", "read, group or write");
	REFUSES("tlb_flush=nmi", "tlb_flush=nmi", "ipi or broadcast");
	REFUSES("luf_track=both", "luf_track=both", "vma or pte");
	REFUSES("policy=luff", "policy=luff");
	REFUSES("access=root", "access=root", "user", "kernel");
	REFUSES("luf_debug=yes", "luf_debug=yes", "on or off");
	REFUSES("format=xml", "format=xml", "ktap", "json");
	REFUSES("warm=On", "warm=On", "on", "off", "random");
	REFUSES("console=none", "console=none", "serial", "screen", "both");
	REFUSES("crash=now", "crash=now", "null");
	host_world = WORLD_MODEL;
	REFUSES("engine=sat", "engine=sat", "dpor", "bound", "pct", "random", "naive", "eager");
	REFUSES("engine=", "engine=");
	REFUSES("engine", "'engine'", "engine=");
	REFUSES("bound=10", "bound=10", "0 to 9");
	REFUSES("jobs=0", "jobs=0", "1 to 256");
	REFUSES("jobs=257", "jobs=257");
	REFUSES("tso=random", "tso=random", "on", "off", "auto");
	REFUSES("without=", "without=", "kept-entries", "store-buffers");
	REFUSES("without=kept", "without=kept", "two-entries");
	REFUSES("without=kept-pcid,", "without=kept-pcid,");
	REFUSES("trace=1", "trace=1", "on or off");
	REFUSES("bench", "'bench'", "bench=");
	REFUSES("bench=", "bench=");
	REFUSES("programs=0", "programs=0", "1 to 1000000");
	REFUSES("pairs=5", "'pairs' takes no value");
	REFUSES("sample=0", "sample=0", "1 to 1000000");
	REFUSES("emit=", "emit=", "DIRECTORY");
}

TEST(mutate, "cmdline: mutate= takes teeth, none, and names with commas between")
{
	ACCEPTS("mutate=teeth");
	EXPECT_EQ(options.mutate, MUTATE_TEETH);
	ACCEPTS("mutate=none");
	EXPECT_EQ(options.mutate, MUTATE_NONE);
	ACCEPTS("mutate=gather-skip-flush,cow-skip-flush");
	EXPECT_EQ(options.mutate, MUTATE_NAMED);
	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		EXPECT_EQ(options.mutants[i],
			  i == MUTANT_GATHER_SKIP_FLUSH || i == MUTANT_COW_SKIP_FLUSH);
	}
	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		char text[80];

		snprintf(text, sizeof(text), "mutate=%s", mutant_info[i].name);
		ACCEPTS(text);
		EXPECT(options.mutants[i]);
	}
}

TEST(mutate_wrong, "cmdline: a mutant that there is not is named, with the nearest")
{
	REFUSES("mutate=gather-skip-flsh", "'gather-skip-flsh'", "'gather-skip-flush'");
	REFUSES("mutate=cow-skip-flush,bogus", "'bogus'");
	REFUSES("mutate=cow-skip-flush,", "''");
	REFUSES("mutate=,cow-skip-flush", "''");
	REFUSES("mutate=cow-skip-flush,,mprotect-skip-flush", "''");
	REFUSES("mutate=teeth,none", "'teeth'");
	REFUSES("mutate=cow-skip-flus", "'cow-skip-flus'", "'cow-skip-flush'");
	REFUSES("mutate=cow-skip-flushh", "'cow-skip-flushh'", "'cow-skip-flush'");
}

/* A word of @len letters after @start. */
static const char *long_word(const char *start, size_t len)
{
	static char text[8192];
	size_t at = strlen(start);

	strcpy(text, start);
	memset(text + at, 'x', len);
	text[at + len] = '\0';
	return text;
}

TEST(long_run, "cmdline: run= takes globs of up to 255 bytes, and refuses more")
{
	ACCEPTS(long_word("run=", 255));
	EXPECT_EQ(strlen(options.run), 255);
	REFUSES(long_word("run=", 256), "run=");
}

TEST(long_schedule, "cmdline: schedule= takes 4000 characters in either world, and says so")
{
	static const enum world worlds[] = { WORLD_METAL, WORLD_MODEL };

	for (size_t i = 0; i < 2; i++) {
		host_world = worlds[i];
		ACCEPTS(long_word("schedule=", 1));
		EXPECT_STR(options.schedule, "x");
		ACCEPTS(long_word("schedule=", 4000));
		EXPECT_EQ(strlen(options.schedule), 4000);
		REFUSES(long_word("schedule=", 4001), "schedule=xxx", "4000 characters");
		REFUSES("schedule=", "schedule=", "4000 characters");
		REFUSES("schedule", "'schedule'", "schedule=");
	}
}

TEST(long_words, "cmdline: a word longer than a printed line is still one whole line")
{
	for (size_t len = 60; len < 8000; len = len * 3 / 2) {
		REFUSES(long_word("", len), "xxx");
		REFUSES(long_word("run=", 256 + len), "run=xxx");
		REFUSES(long_word("iters=", len), "iters=xxx");
		REFUSES(long_word("mutate=", len), "xxx");
	}
}

TEST(long_number, "cmdline: a number of thousands of digits is refused")
{
	char *text = malloc(5001);

	memset(text, '9', 5000);
	memcpy(text, "seed=", 5);
	text[5000] = '\0';
	REFUSES(text, "seed=999");
	free(text);
}
