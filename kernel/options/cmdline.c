/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing the arguments.  Words are looked up in the table of cmdline_keys.c; one line says what
 * is wrong with a word.
 */
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/options/cmdline.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/tlb/asid.h>

/* How much a complaint repeats of a word, so that its end is still printed. */
#define SHOWN_MAX 100

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

static bool known_here(const struct key *key)
{
	return key->worlds & platform_world();
}

/* The nearest one of the keys that this world knows. */
static const struct key *nearest_key(struct word name)
{
	const struct key *best = &cmdline_keys[0];
	unsigned int best_distance = ~0u;

	for (size_t i = 0; i < nr_cmdline_keys; i++) {
		unsigned int d = edit_distance(name.at, name.len, cmdline_keys[i].name);

		if (known_here(&cmdline_keys[i]) && d < best_distance) {
			best_distance = d;
			best = &cmdline_keys[i];
		}
	}
	return best;
}

void cmdline_print_words(void)
{
	for (size_t i = 0; i < nr_cmdline_keys; i++) {
		const struct key *key = &cmdline_keys[i];

		if (known_here(key))
			printk("  %s%s%s\n", key->name, key->values ? "=" : "",
			       key->values ? key->values : "");
	}
}

static bool complain_unknown(struct word name)
{
	const struct key *near = nearest_key(name);

	printk("stalehound: no argument '%.*s'; the nearest is '%s%s'\n", (int)name.len, name.at,
	       near->name, near->values ? "=" : "");
	return false;
}

static bool complain_world(const struct key *key)
{
	bool metal = key->worlds & WORLD_METAL;

	printk("stalehound: '%s' is for the %s: %s %s%s\n", key->name,
	       metal ? "metal kernel" : "model", metal ? "./run-qemu.sh" : "build/model/stalehound",
	       key->name, key->values ? "=…" : "");
	return false;
}

static int shown(size_t len)
{
	return len < SHOWN_MAX ? (int)len : SHOWN_MAX;
}

static bool complain_value(const struct key *key, struct word value)
{
	if (!key->explains)
		printk("stalehound: %s=%.*s%s: must be %s\n", key->name, shown(value.len), value.at,
		       value.len > SHOWN_MAX ? "…" : "", key->values);
	return false;
}

static bool apply(const struct key *key, struct options *options, struct word value, bool has_value)
{
	if (has_value != (key->values != NULL)) {
		if (has_value)
			printk("stalehound: '%s' takes no value\n", key->name);
		else
			printk("stalehound: '%s' wants a value: %s=%s\n", key->name, key->name,
			       key->values);
		return false;
	}
	return key->set(options, value) || complain_value(key, value);
}

static bool parse_word(struct word word, struct options *options, bool seen[CMDLINE_KEYS_MAX])
{
	struct word name = { word.at, 0 };
	struct word value;
	bool has_value;

	while (name.len < word.len && word.at[name.len] != '=')
		name.len++;
	has_value = name.len < word.len;
	value = (struct word){ word.at + name.len + has_value, word.len - name.len - has_value };
	for (size_t i = 0; i < nr_cmdline_keys; i++) {
		if (!word_is(name, cmdline_keys[i].name))
			continue;
		if (!known_here(&cmdline_keys[i]))
			return complain_world(&cmdline_keys[i]);
		if (seen[i]) {
			printk("stalehound: '%s' is given twice\n", cmdline_keys[i].name);
			return false;
		}
		seen[i] = true;
		return apply(&cmdline_keys[i], options, value, has_value);
	}
	return complain_unknown(name);
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
	bool seen[CMDLINE_KEYS_MAX] = { false };

	*options = cmdline_default();
	while (*cmdline) {
		struct word word = { cmdline, 0 };

		while (word.at[word.len] && word.at[word.len] != ' ')
			word.len++;
		if (word.len && !parse_word(word, options, seen))
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
