/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words that a user typed, and what they may stand for.
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

/* Is @word a decimal number from @min to @max?  Then it is in *@number. */
bool word_number(struct word word, uint64_t min, uint64_t max, uint64_t *number);

/* Is @word one of the @nr names that @name gives?  Then its number is in *@which. */
bool word_is_name(struct word word, const char *(*name)(unsigned int i), unsigned int nr,
		  unsigned int *which);

/* The mutant that @word names; NR_MUTANTS if none, after a complaint about @key. */
enum mutant word_mutant(const char *key, struct word word);

/* @word in @buf, of @size bytes; NULL: it is empty or too long. */
const char *word_keep(struct word word, char *buf, size_t size);

#endif
