/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing the arguments: one table of keys, one function per kind of value.
 */
#include <kernel/cmdline.h>
#include <kernel/crash.h>
#include <kernel/mutants.h>
#include <kernel/printk.h>
#include <kernel/string.h>
#include <kernel/tlb/asid.h>
#include <kernel/tlb/policy.h>

#define DEFAULT_ITERS	20000
#define DEFAULT_SECONDS 30

/* A piece of the command line. */
struct word {
	const char *at;
	size_t len;
};

struct key {
	const char *name;
	const char *values; /* what would be right, for the complaint; NULL: a bare word */
	bool (*set)(struct options *options, struct word value);
};

static char run_globs[256];

static bool word_is(struct word word, const char *text)
{
	return strlen(text) == word.len && strncmp(word.at, text, word.len) == 0;
}

static bool parse_number(struct word value, uint64_t min, uint64_t max, uint64_t *number)
{
	uint64_t n = 0;

	if (!value.len)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		unsigned int digit = (unsigned int)(value.at[i] - '0');

		if (digit > 9 || n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*number = n;
	return n >= min && n <= max;
}

static bool set_run(struct options *options, struct word value)
{
	if (!value.len || value.len >= sizeof(run_globs))
		return false;
	memcpy(run_globs, value.at, value.len);
	run_globs[value.len] = '\0';
	options->run = run_globs;
	return true;
}

static bool set_list(struct options *options, struct word value)
{
	(void)value;
	options->list = true;
	return true;
}

static bool set_list_mutants(struct options *options, struct word value)
{
	(void)value;
	options->list_mutants = true;
	return true;
}

static bool set_iters(struct options *options, struct word value)
{
	return parse_number(value, 1, 1000000000000ULL, &options->iters);
}

static bool set_seconds(struct options *options, struct word value)
{
	return parse_number(value, 1, 1000000, &options->seconds);
}

static bool set_seed(struct options *options, struct word value)
{
	return parse_number(value, 1, UINT64_MAX, &options->seed);
}

static bool set_perturb(struct options *options, struct word value)
{
	return parse_number(value, 0, 100000, &options->perturb_us);
}

static bool set_asids(struct options *options, struct word value)
{
	return parse_number(value, 1, NR_ASIDS, &options->asids);
}

static bool set_policy(struct options *options, struct word value)
{
	for (unsigned int i = 0; i < nr_flush_policies; i++) {
		if (!word_is(value, flush_policies[i]->name))
			continue;
		options->policy = flush_policies[i];
		return true;
	}
	return false;
}

static bool set_access(struct options *options, struct word value)
{
	options->access_kernel = word_is(value, "kernel");
	return options->access_kernel || word_is(value, "user");
}

static bool set_format(struct options *options, struct word value)
{
	options->json = word_is(value, "json");
	return options->json || word_is(value, "ktap");
}

static bool set_warm(struct options *options, struct word value)
{
	options->warm = word_is(value, "on")  ? SWITCH_ON :
			word_is(value, "off") ? SWITCH_OFF :
						SWITCH_RANDOM;
	return options->warm != SWITCH_RANDOM || word_is(value, "random");
}

/* The console is the platform's, which reads this word by itself. */
static bool set_console(struct options *options, struct word value)
{
	(void)options;
	return word_is(value, "serial") || word_is(value, "screen") || word_is(value, "both");
}

static bool set_crash(struct options *options, struct word value)
{
	options->crash = crash_find(value.at, value.len);
	return options->crash != NULL;
}

static const char *nearest_mutant(struct word name)
{
	const char *best = mutant_info[0].name;
	unsigned int best_distance = ~0u;

	for (unsigned int i = 0; i < NR_MUTANTS; i++) {
		unsigned int d = edit_distance(name.at, name.len, mutant_info[i].name);

		if (d < best_distance) {
			best_distance = d;
			best = mutant_info[i].name;
		}
	}
	return best;
}

static bool set_mutant(struct options *options, struct word name)
{
	enum mutant id = mutant_find(name.at, name.len);

	if (id == NR_MUTANTS) {
		printk("stalehound: mutate=: no mutant '%.*s'; the nearest is '%s', 'mutants' lists all\n",
		       (int)name.len, name.at, nearest_mutant(name));
		return false;
	}
	options->mutants[id] = true;
	return true;
}

/* Complains by itself, naming the one that is wrong. */
static bool set_mutate(struct options *options, struct word value)
{
	if (word_is(value, "teeth") || word_is(value, "none")) {
		options->mutate = word_is(value, "teeth") ? MUTATE_TEETH : MUTATE_NONE;
		return true;
	}
	options->mutate = MUTATE_NAMED;
	for (size_t start = 0; start <= value.len;) {
		size_t end = start;

		while (end < value.len && value.at[end] != ',')
			end++;
		if (!set_mutant(options, (struct word){ value.at + start, end - start }))
			return false;
		start = end + 1;
	}
	return true;
}

static const struct key keys[] = {
	{ "run", "GLOB[,GLOB…], such as reclaim/*", set_run },
	{ "list", NULL, set_list },
	{ "mutants", NULL, set_list_mutants },
	{ "iters", "a number from 1 to 1000000000000", set_iters },
	{ "seconds", "a number from 1 to 1000000", set_seconds },
	{ "seed", "a number from 1 to 18446744073709551615", set_seed },
	{ "policy", "eager, batch or luf", set_policy },
	{ "mutate", "teeth, none, or NAME[,NAME…]", set_mutate },
	{ "access", "user or kernel", set_access },
	{ "format", "ktap or json", set_format },
	{ "perturb", "microseconds, from 0 to 100000", set_perturb },
	{ "asids", "a number from 1 to 6", set_asids },
	{ "warm", "on, off or random", set_warm },
	{ "crash", CRASH_KINDS, set_crash },
	{ "console", "serial, screen or both", set_console },
};

#define NR_KEYS (sizeof(keys) / sizeof(keys[0]))

static const struct key *nearest_key(struct word name)
{
	const struct key *best = &keys[0];
	unsigned int best_distance = ~0u;

	for (size_t i = 0; i < NR_KEYS; i++) {
		unsigned int d = edit_distance(name.at, name.len, keys[i].name);

		if (d < best_distance) {
			best_distance = d;
			best = &keys[i];
		}
	}
	return best;
}

static bool complain_unknown(struct word name)
{
	const struct key *near = nearest_key(name);

	printk("stalehound: no argument '%.*s'; the nearest is '%s%s'\n", (int)name.len, name.at,
	       near->name, near->values ? "=" : "");
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
	if (key->set(options, value))
		return true;
	if (key->set != set_mutate)
		printk("stalehound: %s=%.*s: must be %s\n", key->name, (int)value.len, value.at,
		       key->values);
	return false;
}

static bool parse_word(struct word word, struct options *options, bool seen[NR_KEYS])
{
	struct word name = { word.at, 0 };
	struct word value;
	bool has_value;

	while (name.len < word.len && word.at[name.len] != '=')
		name.len++;
	has_value = name.len < word.len;
	value = (struct word){ word.at + name.len + has_value, word.len - name.len - has_value };
	for (size_t i = 0; i < NR_KEYS; i++) {
		if (!word_is(name, keys[i].name))
			continue;
		if (seen[i]) {
			printk("stalehound: '%s' is given twice\n", keys[i].name);
			return false;
		}
		seen[i] = true;
		return apply(&keys[i], options, value, has_value);
	}
	return complain_unknown(name);
}

bool cmdline_parse(const char *cmdline, struct options *options)
{
	bool seen[NR_KEYS] = { false };

	*options = (struct options){
		.run = "*",
		.iters = DEFAULT_ITERS,
		.seconds = DEFAULT_SECONDS,
		.asids = NR_ASIDS,
		.perturb_us = PERTURB_RANDOM,
	};
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
	return true;
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

void cmdline_print(const struct options *options)
{
	if (strcmp(options->run, "*"))
		printk(" run='%s'", options->run);
	if (options->iters != DEFAULT_ITERS)
		printk(" iters=%lu", options->iters);
	if (options->seconds != DEFAULT_SECONDS)
		printk(" seconds=%lu", options->seconds);
	if (options->policy)
		printk(" policy=%s", options->policy->name);
	print_mutate(options);
	if (options->access_kernel)
		printk(" access=kernel");
	if (options->perturb_us != PERTURB_RANDOM)
		printk(" perturb=%lu", options->perturb_us);
	if (options->asids != NR_ASIDS)
		printk(" asids=%lu", options->asids);
	if (options->json)
		printk(" format=json");
	if (options->warm != SWITCH_RANDOM)
		printk(" warm=%s", options->warm == SWITCH_ON ? "on" : "off");
	printk(" seed=%lu\n", options->seed);
}
