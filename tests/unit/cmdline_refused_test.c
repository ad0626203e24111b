/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/cmdline.c: every way to get a word wrong.  Whatever is wrong, the console says so
 * in exactly one line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tests/unit/cmdline_parse.h>

TEST(other_world, "cmdline: a word of the other world is refused, and where it belongs is said")
{
	static const char *const metal[] = { "access=user", "perturb=1",    "crash=bug",
					     "soak",	    "console=both", "shell" };
	static const char *const model[] = {
		"engine=dpor", "bound=1",	    "jobs=1", "shard=1/1", "tso=on", "trace=on",
		"programs=1",  "without=kept-pcid", "pairs",  "sample=1",  "emit=x", "litmus=x"
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
	REFUSES("stop=0", "stop=0", "1 to 1000000");
	REFUSES("stop=1000001", "stop=1000001");
	REFUSES("stop", "'stop'", "stop=");
	REFUSES("asids=0", "asids=0", "1 to 6");
	REFUSES("asids=7", "asids=7", "1 to 6");
	REFUSES("perturb=100001", "perturb=100001");
	REFUSES("seconds=1000001", "seconds=1000001");
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
	REFUSES("wp_pinned=wait", "wp_pinned=wait", "allow, refuse or count");
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
	REFUSES("litmus=", "litmus=", "FILE");
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
	REFUSES(long_word("run=", 256), "255 characters at most");
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
