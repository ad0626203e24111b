/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words that a user typed, and reading their values.
 */
#ifndef KERNEL_OPTIONS_WORDS_H
#define KERNEL_OPTIONS_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <kernel/rules/mutants.h>

/* A piece of the command line. */
struct word {
	const char *at;
	size_t len;
};

bool word_is(struct word word, const char *text);

/* Is @word a decimal number from @min to @max?  If so, *@number is set to it. */
bool word_number(struct word word, uint64_t min, uint64_t max, uint64_t *number);

/* Is @word one of the @nr names that @name gives?  If so, *@which is set to its number. */
bool word_is_name(struct word word, const char *(*name)(unsigned int i), unsigned int nr,
		  unsigned int *which);

/* The mutant that @word names; if none, prints a complaint about @key and returns NR_MUTANTS. */
enum mutant word_mutant(const char *key, struct word word);

/* Copy @word to @buf, of @size bytes, and return that; NULL: it is empty or too long. */
const char *word_keep(struct word word, char *buf, size_t size);

#endif
