/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing the arguments, and spelling them again.  Words are looked up in the table of
 * cmdline_keys.c; whatever is wrong with one is said in one line.
 */
#include <arch/platform.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/mm/machinery/cow.h>
#include <kernel/mm/objects/refill.h>
#include <kernel/mm/objects/uffd_lock.h>
#include <kernel/mm/tables/held.h>
#include <kernel/mm/tables/luf_track.h>
#include <kernel/options/cmdline.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/rules/mutants.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/broadcast.h>
#include <kernel/tlb/policy.h>

/* What a complaint repeats of a word, so that its end is still printed. */
#define SHOWN_MAX 100
/* A printk() takes a long schedule in pieces. */
#define PIECE 256

_Static_assert(PIECE < PRINTK_MAX, "a piece is printed whole");

static const char *const engine_names[NR_ENGINES] = {
	[ENGINE_DPOR] = "dpor",	    [ENGINE_BOUND] = "bound", [ENGINE_PCT] = "pct",
	[ENGINE_RANDOM] = "random", [ENGINE_NAIVE] = "naive", [ENGINE_EAGER] = "eager",
};

/* What schedule= says itself: both together would contradict each other, or repeat it. */
static const char *const said_by_schedule[] = { "run",	     "policy",	"luf_track",
						"luf_owner", "mutate",	"warm",
						"asids",     "perturb", "tso" };

/* What is decided once, at boot. */
static const char *const goes_with_shell[] = { "shell", "console", "luf_debug" };

const char *engine_name(enum engine engine)
{
	return engine_names[engine];
}

/* What is taken for given where nothing is. */
static struct options default_options(void)
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

/* Of those that this world knows. */
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

/* Words of a run are typed into the shell, each time. */
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

	*options = default_options();
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

static void print_mutate(const struct options *options)
{
	char separator = '=';

	if (options->mutate == MUTATE_DEFAULT)
		return;
	printk(" mutate");
	if (options->mutate != MUTATE_NAMED)
		printk("=%s", options->mutate == MUTATE_TEETH ? "teeth" : "none");
	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		if (!options->mutants[i])
			continue;
		printk("%c%s", separator, mutant_info[i].name);
		separator = ',';
	}
}

static void print_schedule(const char *schedule)
{
	size_t len = strlen(schedule);

	printk(" schedule='");
	for (size_t at = 0; at < len; at += PIECE)
		printk("%.*s", PIECE, schedule + at);
	printk("'");
}

void cmdline_print_without(unsigned int rules)
{
	const char *separator = " without=";

	for (unsigned int i = 0; i < NR_TLB_RULES; i++) {
		if (!(rules >> i & 1))
			continue;
		printk("%s%s", separator, tlb_rules[i].name);
		separator = ",";
	}
}

/* A printk() takes a long list in pieces. */
static void print_files(const char *files)
{
	size_t len = files ? strlen(files) : 0;

	if (files)
		printk(" litmus=");
	for (size_t at = 0; at < len; at += PIECE)
		printk("%.*s", PIECE, files + at);
}

/* What only the model knows. */
static void print_exploration(const struct options *options, const struct options *usual)
{
	if (options->engine != usual->engine)
		printk(" engine=%s", engine_name(options->engine));
	if (options->bound != usual->bound)
		printk(" bound=%lu", options->bound);
	if (options->jobs != usual->jobs)
		printk(" jobs=%lu", options->jobs);
	if (options->shards != usual->shards)
		printk(" shard=%lu/%lu", options->shard, options->shards);
	if (options->tso != usual->tso)
		printk(" tso=%s", options->tso == TSO_ON ? "on" : "off");
	cmdline_print_without(options->without);
	if (options->closure)
		printk(" closure=on");
	if (options->trace)
		printk(" trace=on");
	if (options->programs != usual->programs)
		printk(" programs=%lu", options->programs);
	if (options->pairs)
		printk(" pairs");
	if (options->sample)
		printk(" sample=%lu", options->sample);
	if (options->emit)
		printk(" emit=%s", options->emit);
	print_files(options->litmus);
}

static void print_limit(const char *name, uint64_t limit, uint64_t usual)
{
	if (limit == usual)
		return;
	if (limit == DEFERRED_NO_LIMIT)
		printk(" %s=none", name);
	else
		printk(" %s=%lu", name, limit);
}

void cmdline_print_limits(const struct deferred_limits *limits, enum luf_refill refill)
{
	print_limit("luf_max", limits->frames, deferred_usual.frames);
	print_limit("luf_age", limits->age_us, deferred_usual.age_us);
	if (refill != LUF_REFILL_COMPARE)
		printk(" luf_refill=%s", luf_refill_name(refill));
}

void cmdline_print_rules(const struct mm_rules *rules)
{
	static const struct mm_rules usual;

	if (rules->cow != usual.cow)
		printk(" cow=%s", cow_rule_name(rules->cow));
	if (rules->pin_ro != usual.pin_ro)
		printk(" pin_ro=%s", pin_ro_name(rules->pin_ro));
	if (rules->wp_pinned != usual.wp_pinned)
		printk(" wp_pinned=%s", wp_pinned_name(rules->wp_pinned));
	if (rules->uffd_lock != usual.uffd_lock)
		printk(" uffd_lock=%s", uffd_lock_name(rules->uffd_lock));
	if (rules->tlb_flush != usual.tlb_flush)
		printk(" tlb_flush=%s", tlb_flush_name(rules->tlb_flush));
}

static void print_luf(const struct options *options, const struct options *usual)
{
	for (unsigned int i = 0; i < NR_LUF_TRACKS; i++) {
		if (options->luf_tracks == 1u << i && options->luf_tracks != usual->luf_tracks)
			printk(" luf_track=%s", luf_track_name((enum luf_track)i));
	}
	for (unsigned int i = 0; i < NR_LUF_OWNERS; i++) {
		if (options->luf_owners == 1u << i && options->luf_owners != usual->luf_owners)
			printk(" luf_owner=%s", luf_owner_name((enum luf_owner)i));
	}
	cmdline_print_limits(&options->luf_limits, options->luf_refill);
	cmdline_print_rules(&options->rules);
}

void cmdline_print(const struct options *options)
{
	struct options usual = default_options();

	if (strcmp(options->run, usual.run))
		printk(" run='%s'", options->run);
	if (options->iters != usual.iters)
		printk(" iters=%lu", options->iters);
	if (options->seconds != usual.seconds)
		printk(" seconds=%lu", options->seconds);
	if (options->stop)
		printk(" stop=%lu", options->stop);
	if (options->policy)
		printk(" policy=%s", options->policy->name);
	print_luf(options, &usual);
	print_mutate(options);
	if (options->soak)
		printk(" soak");
	if (options->access_kernel)
		printk(" access=kernel");
	if (options->perturb_us != usual.perturb_us)
		printk(" perturb=%lu", options->perturb_us);
	if (options->catches != usual.catches)
		printk(" catches=%lu", options->catches);
	if (options->asids != usual.asids)
		printk(" asids=%lu", options->asids);
	if (options->json)
		printk(" format=json");
	if (options->warm != usual.warm)
		printk(" warm=%s", options->warm == SWITCH_ON ? "on" : "off");
	if (options->luf_debug)
		printk(" luf_debug=on");
	print_exploration(options, &usual);
	if (options->bench)
		printk(" bench='%s'", options->bench);
	if (options->schedule)
		print_schedule(options->schedule);
	printk(" seed=%lu\n", options->seed);
}
