/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading words in place: only what is kept is copied.
 */
#include <kernel/lib/printk.h>
#include <kernel/lib/string.h>
#include <kernel/options/words.h>

bool word_is(struct word word, const char *text)
{
	return strlen(text) == word.len && strncmp(word.at, text, word.len) == 0;
}

bool word_is_name(struct word word, const char *(*name)(unsigned int i), unsigned int nr,
		  unsigned int *which)
{
	for (*which = 0; *which < nr; ++*which) {
		if (word_is(word, name(*which)))
			return true;
	}
	return false;
}

bool word_number(struct word value, uint64_t min, uint64_t max, uint64_t *number)
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

const char *word_keep(struct word value, char *buf, size_t size)
{
	if (!value.len || value.len >= size)
		return NULL;
	memcpy(buf, value.at, value.len);
	buf[value.len] = '\0';
	return buf;
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

enum mutant word_mutant(const char *key, struct word name)
{
	enum mutant id = mutant_find(name.at, name.len);

	if (id == NR_MUTANTS)
		printk("stalehound: %s=: no mutant '%.*s'; the nearest is '%s', 'mutants' lists all\n",
		       key, (int)name.len, name.at, nearest_mutant(name));
	return id;
}
