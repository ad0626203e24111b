/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See words.h.
 */
#include <arch/platform.h>
#include <kernel/lib/format.h>
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/options/cmdline_keys.h>
#include <kernel/rules/mutants.h>
#include <tests/engine/registry.h>
#include <tests/engine/select.h>
#include <tests/hw/probe.h>
#include <tests/shell/words.h>

#define NAME_MAX  40
#define SHOWN_MAX 40 /* names on one line */

const char *words_split(char *text)
{
	size_t len = strlen(text);
	char *rest = text;

	while (len && text[len - 1] == ' ')
		text[--len] = '\0';
	while (*rest && *rest != ' ')
		rest++;
	while (*rest == ' ')
		*rest++ = '\0';
	return rest;
}

const char *words_test(size_t i)
{
	if (i < nr_probes())
		return probe_at(i)->name;
	i -= nr_probes();
	return i < registry_count() ? registry_at(i)->name : NULL;
}

const char *words_mutant(size_t i)
{
	return i < NR_MUTANTS ? mutant_info[i].name : NULL;
}

/* The @i-th word of the command line that this world knows, with its '='. */
static const char *key_name(size_t i)
{
	static char names[CMDLINE_KEYS_MAX][NAME_MAX];

	for (size_t n = 0; n < nr_cmdline_keys; n++) {
		const struct key *key = &cmdline_keys[n];

		if (!(key->worlds & platform_world()) || i--)
			continue;
		snformat(names[n], NAME_MAX, "%s%s", key->name, key->values ? "=" : "");
		return names[n];
	}
	return NULL;
}

/* The names that 'run' takes: a test, which has a '/', or a word. */
static const char *test_or_key(size_t i)
{
	size_t nr_tests = nr_probes() + registry_count();

	return i < nr_tests ? words_test(i) : key_name(i - nr_tests);
}

const char *words_nearest(const char *text, names_fn *name)
{
	unsigned int best_distance = ~0u;
	const char *best = name(0);
	const char *candidate;

	for (size_t i = 0; (candidate = name(i)) != NULL; i++) {
		unsigned int distance = edit_distance(text, strlen(text), candidate);

		if (distance < best_distance) {
			best_distance = distance;
			best = candidate;
		}
	}
	return best;
}

bool words_known(const char *globs, names_fn *name)
{
	const char *candidate;

	for (size_t i = 0; (candidate = name(i)) != NULL; i++) {
		if (selected(globs, candidate))
			return true;
	}
	printk("stalehound: nothing matches '%s'; the nearest is '%s'\n", globs,
	       words_nearest(globs, name));
	return false;
}

/* The begin of the word before the cursor of @line; '=' and ',' begin another one. */
static const char *word_at(const struct line *line, const char **key)
{
	const char *end = line->text + line->at;
	const char *begin = end;

	while (begin > line->text && begin[-1] != ' ')
		begin--;
	*key = begin;
	for (const char *at = begin; at < end; at++) {
		if (*at == '=' || *at == ',')
			begin = at + 1;
	}
	return begin;
}

static bool starts(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* The names that may be at the cursor; NULL: unknown. */
static names_fn *names_for(const struct line *line, const char *key, const char *word,
			   names_fn *command)
{
	bool runs = starts(line->text, "run ") || starts(line->text, "hold ");

	/* A value, or a part of one. */
	if (word != key)
		return !runs		      ? NULL :
		       starts(key, "run=")    ? words_test :
		       starts(key, "mutate=") ? words_mutant :
						NULL;
	if (key == line->text || starts(line->text, "help "))
		return command;
	if (starts(line->text, "list ") || starts(line->text, "table "))
		return words_test;
	if (starts(line->text, "mutants "))
		return words_mutant;
	return runs ? test_or_key : NULL;
}

static void print_candidates(const char *word, size_t len, names_fn *name, size_t nr)
{
	const char *candidate;

	if (nr > SHOWN_MAX) {
		printk("# %zu names begin like that\n", nr);
		return;
	}
	printk("#");
	for (size_t i = 0; (candidate = name(i)) != NULL; i++) {
		if (strncmp(candidate, word, len) == 0)
			printk(" %s", candidate);
	}
	printk("\n");
}

bool words_complete(struct line *line, names_fn *command)
{
	const char *key;
	const char *word = word_at(line, &key);
	size_t len = (size_t)(line->text + line->at - word);
	names_fn *name = names_for(line, key, word, command);
	char more[LINE_MAX + 1];
	const char *first = NULL;
	size_t common = 0;
	size_t nr;

	nr = name ? complete(word, len, name, &first, &common) : 0;
	if (!nr)
		return false;
	if (nr > 1 && common == len) {
		line->echo("\n", 1);
		print_candidates(word, len, name, nr);
		return true;
	}
	snformat(more, sizeof(more), "%.*s%s", (int)(common - len), first + len,
		 nr == 1 && first[common - 1] != '=' ? " " : "");
	line_insert(line, more, strlen(more));
	return false;
}
