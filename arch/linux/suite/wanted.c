/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See wanted.h.
 */
#include <string.h>
#include <arch/linux/suite/wanted.h>
#include <kernel/lib/printk.h>
#include <kernel/options/words.h>

/* The C library has what kernel/lib/string.h declares, but for this. */
unsigned int edit_distance(const char *a, size_t a_len, const char *b);

struct key {
	const char *name;
	const char *values; /* what would be right; NULL: a bare word */
	bool (*set)(struct wanted *wanted, struct word value);
};

static const struct wanted usual = {
	.run = "*",
	.disk = "/var/tmp",
	.sound = true,
	.teeth = true,
	.plant = NR_PLANTS,
	.iters = 10000,
	.seconds = 3,
};

static char globs[256];
static char directory[256];
static char litmus_files[4000];

static bool set_run(struct wanted *wanted, struct word value)
{
	wanted->run = word_keep(value, globs, sizeof(globs));
	return wanted->run;
}

static bool set_disk(struct wanted *wanted, struct word value)
{
	wanted->disk =
		word_is(value, "none") ? NULL : word_keep(value, directory, sizeof(directory));
	return wanted->disk || word_is(value, "none");
}

static bool set_litmus(struct wanted *wanted, struct word value)
{
	wanted->litmus = word_keep(value, litmus_files, sizeof(litmus_files));
	return wanted->litmus;
}

static bool set_list(struct wanted *wanted, struct word value)
{
	(void)value;
	return wanted->list = true;
}

static bool set_mutants(struct wanted *wanted, struct word value)
{
	(void)value;
	return wanted->list_plants = true;
}

static bool set_iters(struct wanted *wanted, struct word value)
{
	return word_number(value, 1, 1000000000000UL, &wanted->iters);
}

static bool set_seconds(struct wanted *wanted, struct word value)
{
	return word_number(value, 1, 1000000, &wanted->seconds);
}

static bool set_stop(struct wanted *wanted, struct word value)
{
	return word_number(value, 1, 1000000, &wanted->stop);
}

static bool set_seed(struct wanted *wanted, struct word value)
{
	return word_number(value, 1, UINT64_MAX, &wanted->seed);
}

static bool set_format(struct wanted *wanted, struct word value)
{
	wanted->json = word_is(value, "json");
	return wanted->json || word_is(value, "ktap");
}

static bool set_warm(struct wanted *wanted, struct word value)
{
	wanted->warm = word_is(value, "on")  ? WARM_ON :
		       word_is(value, "off") ? WARM_OFF :
					       WARM_RANDOM;
	return wanted->warm != WARM_RANDOM || word_is(value, "random");
}

static bool set_mutate(struct wanted *wanted, struct word value)
{
	wanted->sound = !word_is(value, "teeth");
	wanted->teeth = word_is(value, "teeth");
	if (word_is(value, "teeth") || word_is(value, "none"))
		return true;
	for (unsigned int i = 0; i < NR_PLANTS; i++) {
		if (word_is(value, plants[i].name))
			wanted->plant = (enum plant)i;
	}
	return wanted->plant != NR_PLANTS;
}

static const struct key keys[] = {
	{ "run", "GLOB[,GLOB…], such as unmap/*, 255 characters at most", set_run },
	{ "list", NULL, set_list },
	{ "mutants", NULL, set_mutants },
	{ "iters", "a number from 1 to 1000000000000", set_iters },
	{ "seconds", "a number from 1 to 1000000", set_seconds },
	{ "stop", "a number from 1 to 1000000", set_stop },
	{ "seed", "a number from 1 to 18446744073709551615", set_seed },
	{ "mutate", "teeth, none, or a NAME that 'mutants' lists", set_mutate },
	{ "format", "ktap or json", set_format },
	{ "warm", "on, off or random", set_warm },
	{ "disk", "a DIRECTORY of a disk's file system, or none", set_disk },
	{ "litmus", "FILE[,FILE…]: tests that are text", set_litmus },
};
#define NR_KEYS (sizeof(keys) / sizeof(keys[0]))

void wanted_help(void)
{
	printk("Usage: build/linux/stalehound [WORD]...\n\n"
	       "Run the litmus tests against the Linux that is running.\n\n");
	for (size_t i = 0; i < NR_KEYS; i++)
		printk("  %s%s%s\n", keys[i].name, keys[i].values ? "=" : "",
		       keys[i].values ? keys[i].values : "");
	printk("\nExit status: 0 all held; 1 a stale access was caught; 2 usage; 3 a crash; "
	       "5 undecided.\n");
}

static bool complain_unknown(struct word name)
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
	printk("stalehound: no argument '%.*s' here; the nearest is '%s%s'\n", (int)name.len,
	       name.at, best->name, best->values ? "=" : "");
	return false;
}

static bool parse_word(const char *text, struct wanted *wanted, bool seen[])
{
	struct word name = { text, strcspn(text, "=") };
	bool has_value = text[name.len] == '=';
	struct word value = { text + name.len + has_value, strlen(text + name.len + has_value) };

	for (size_t i = 0; i < NR_KEYS; i++) {
		if (!word_is(name, keys[i].name))
			continue;
		if (seen[i]) {
			printk("stalehound: '%s' is given twice\n", keys[i].name);
			return false;
		}
		seen[i] = true;
		if (has_value == (keys[i].values != NULL) && keys[i].set(wanted, value))
			return true;
		printk("stalehound: %.100s: must be %s%s%s\n", text, keys[i].name,
		       keys[i].values ? "=" : "", keys[i].values ? keys[i].values : "");
		return false;
	}
	return complain_unknown(name);
}

bool wanted_parse(int nr, char *const words[], struct wanted *wanted)
{
	bool seen[NR_KEYS] = { false };

	*wanted = usual;
	for (int i = 0; i < nr; i++) {
		if (!parse_word(words[i], wanted, seen))
			return false;
	}
	return true;
}

void wanted_print(const struct wanted *wanted)
{
	if (strcmp(wanted->run, usual.run))
		printk(" run='%s'", wanted->run);
	if (wanted->iters != usual.iters)
		printk(" iters=%lu", wanted->iters);
	if (wanted->seconds != usual.seconds)
		printk(" seconds=%lu", wanted->seconds);
	if (wanted->stop)
		printk(" stop=%lu", wanted->stop);
	if (wanted->plant != NR_PLANTS)
		printk(" mutate=%s", plants[wanted->plant].name);
	else if (!wanted->sound || !wanted->teeth)
		printk(" mutate=%s", wanted->teeth ? "teeth" : "none");
	if (wanted->json)
		printk(" format=json");
	if (wanted->warm != WARM_RANDOM)
		printk(" warm=%s", wanted->warm == WARM_ON ? "on" : "off");
	if (wanted->litmus)
		printk(" litmus=%s", wanted->litmus);
	if (!wanted->disk || strcmp(wanted->disk, usual.disk))
		printk(" disk=%s", wanted->disk ? wanted->disk : "none");
	printk(" seed=%lu\n", wanted->seed);
}
