/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/cmdline.c: every key, and what it sets.
 */
#include <stdio.h>
#include <string.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>
#include <tests/unit/cmdline_parse.h>

static void expect_defaults(void)
{
	EXPECT_STR(options.run, "*");
	EXPECT(!options.list && !options.list_mutants);
	EXPECT(options.seconds > 0);
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
		EXPECT_EQ(options.iters, ITERS_ENOUGH);
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
	EXPECT_EQ(options.iters, ITERS_USUAL);
	ACCEPTS("seconds=7 iters=5");
	EXPECT_EQ(options.iters, 5);
	ACCEPTS("iters=5 seconds=7");
	EXPECT_EQ(options.iters, 5);
	EXPECT_EQ(options.stop, 0);
	ACCEPTS("stop=1");
	EXPECT_EQ(options.stop, 1);
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
	EXPECT(!options.on_screen);
	ACCEPTS("console=screen");
	EXPECT(options.on_screen);
	ACCEPTS("console=both");
	EXPECT(options.on_screen);
	ACCEPTS("crash=bug");
	EXPECT(options.crash != NULL);
}

TEST(shell, "cmdline: shell takes the words of the boot, and no others")
{
	ACCEPTS("shell");
	EXPECT(options.shell);
	ACCEPTS("console=both shell luf_debug=on");
	EXPECT(options.shell && options.luf_debug);
	REFUSES("shell iters=5", "shell: leave out 'iters='");
	REFUSES("list shell", "shell: leave out 'list'");
	REFUSES("shell format=json", "'format='");
	ACCEPTS("list");
	EXPECT(!options.shell);
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
	ACCEPTS("litmus=a.litmus,b/c.litmus");
	EXPECT_STR(options.litmus, "a.litmus,b/c.litmus");
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

TEST(together, "cmdline: many words, in any order, with any number of spaces")
{
	ACCEPTS("  seed=3   list run=a policy=luf  iters=5 ");
	EXPECT(options.list);
	EXPECT_STR(options.run, "a");
	EXPECT_EQ(options.seed, 3);
	EXPECT_EQ(options.iters, 5);
	EXPECT_STR(options.policy->name, "luf");
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
