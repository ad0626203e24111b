/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing the arguments, by the table of cmdline_keys.c; and which words do not go together.
 */
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/options/cmdline.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/tlb/asid.h>

static const char *const engine_names[NR_ENGINES] = {
	[ENGINE_DPOR] = "dpor",	    [ENGINE_BOUND] = "bound", [ENGINE_PCT] = "pct",
	[ENGINE_RANDOM] = "random", [ENGINE_NAIVE] = "naive", [ENGINE_EAGER] = "eager",
};

/* Words that schedule= contains: both together would contradict or repeat each other. */
static const char *const said_by_schedule[] = { "run",	     "policy",	"luf_track",
						"luf_owner", "mutate",	"warm",
						"asids",     "perturb", "tso" };

/* Words that are decided once, at boot, and so go with shell. */
static const char *const goes_with_shell[] = { "shell", "console", "luf_debug" };

const char *engine_name(enum engine engine)
{
	return engine_names[engine];
}

struct options cmdline_default(void)
{
	bool metal = platform_world() == WORLD_METAL;

	return (struct options){
		.run = "*",
		.iters = metal ? ITERS_ENOUGH : ITERS_UNLIMITED,
		.seconds = metal ? 3 : 60,
		.luf_tracks = (1u << NR_LUF_TRACKS) - 1,
		.luf_owners = (1u << NR_LUF_OWNERS) - 1,
		.luf_limits = deferred_usual,
		.asids = NR_ASIDS,
		.perturb_us = PERTURB_RANDOM,
		.catches = 1,
		.engine = ENGINE_DPOR,
		.bound = 3,
		.jobs = 1,
		.shard = 1,
		.shards = 1,
	};
}

static struct keys keys_here(void)
{
	return (struct keys){ cmdline_keys, nr_cmdline_keys, platform_world() };
}

void cmdline_print_words(void)
{
	const struct keys keys = keys_here();

	keys_print(&keys);
}

static bool schedule_is_alone(const bool seen[CMDLINE_KEYS_MAX])
{
	for (size_t i = 0; i < nr_cmdline_keys; i++) {
		for (size_t n = 0; n < sizeof(said_by_schedule) / sizeof(said_by_schedule[0]);
		     n++) {
			if (!seen[i] || strcmp(cmdline_keys[i].name, said_by_schedule[n]))
				continue;
			printk("stalehound: schedule= says it already: leave out '%s='\n",
			       said_by_schedule[n]);
			return false;
		}
	}
	return true;
}

/* Words of a run are typed into the shell for each run. */
static bool shell_is_alone(const bool seen[CMDLINE_KEYS_MAX])
{
	for (size_t i = 0; i < nr_cmdline_keys; i++) {
		bool goes = false;

		for (size_t n = 0; n < sizeof(goes_with_shell) / sizeof(goes_with_shell[0]); n++)
			goes |= !strcmp(cmdline_keys[i].name, goes_with_shell[n]);
		if (!seen[i] || goes)
			continue;
		printk("stalehound: shell: leave out '%s%s', and type it there\n",
		       cmdline_keys[i].name, cmdline_keys[i].values ? "=" : "");
		return false;
	}
	return true;
}

bool cmdline_parse(const char *cmdline, struct options *options)
{
	const struct keys keys = keys_here();
	bool seen[CMDLINE_KEYS_MAX] = { false };

	*options = cmdline_default();
	while (*cmdline) {
		struct word word = { cmdline, 0 };

		while (word.at[word.len] && word.at[word.len] != ' ')
			word.len++;
		if (word.len && !keys_take(&keys, word, options, seen))
			return false;
		cmdline = word.at + word.len;
		while (*cmdline == ' ')
			cmdline++;
	}
	if (options->shell && !shell_is_alone(seen))
		return false;
	return !options->schedule || schedule_is_alone(seen);
}

bool cmdline_asks_json(const char *cmdline)
{
	static const char json[] = "format=json";
	size_t len = sizeof(json) - 1;

	for (const char *at = cmdline; *at; at++) {
		bool begins = at == cmdline || at[-1] == ' ';

		if (begins && strncmp(at, json, len) == 0 && (!at[len] || at[len] == ' '))
			return true;
	}
	return false;
}
