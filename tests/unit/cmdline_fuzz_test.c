/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kernel/options/cmdline.c: whatever is typed is taken in silence or refused with one line.
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

/* Append a word that is right, nearly right, or rubbish. */
static void append_random_word(struct random *random, char *text)
{
	static const char *const pieces[] = {
		"run=",	       "list",	    "iters=",	  "seed=",     "policy=", "luf_track=",
		"luf_max=",    "luf_age=",  "luf_owner=", "pte",       "luf",	  "mutate=",
		"teeth",       ",",	    "=",	  "*",	       "0",	  "1",
		"99",	       "on",	    "warm=",	  "-",	       "none",	  "cow-skip-flush",
		"asids=",      "perturb=",  "\xff",	  "%s%n",      "x",	  "crash=",
		"format=json", "schedule=", "engine=",	  "shard=",    "1/2",	  "bench=",
		"programs=",   "tso=",	    "without=",	  "kept-pcid", "pairs",	  "sample="
	};

	for (uint64_t n = 1 + random_below(random, 3); n; n--)
		strcat(text, pieces[random_below(random, sizeof(pieces) / sizeof(pieces[0]))]);
}

TEST(fuzz, "cmdline: random words are taken in silence or refused with one line")
{
	struct random random = random_seeded(7, 8);

	for (unsigned int i = 0; i < 30000; i++) {
		char text[256] = "";
		bool taken;

		host_world = i % 2 ? WORLD_METAL : WORLD_MODEL;
		for (uint64_t n = random_below(&random, 4); n; n--) {
			append_random_word(&random, text);
			strcat(text, " ");
		}
		/* Anything but a control character, which would be echoed as it is. */
		if (random_below(&random, 4) == 0 && *text)
			text[random_below(&random, strlen(text))] =
				(char)(' ' + random_below(&random, 256 - ' '));
		taken = parse(text);
		EXPECT_EQ(host_console_lines(), !taken);
	}
}
