/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between cmdline.c and cmdline_keys.c: the keys that there are.
 */
#ifndef KERNEL_OPTIONS_CMDLINE_KEYS_H
#define KERNEL_OPTIONS_CMDLINE_KEYS_H

#include <stddef.h>
#include <kernel/options/options.h>

/* A piece of the command line. */
struct word {
	const char *at;
	size_t len;
};

struct key {
	const char *name;
	const char *values;  /* what would be right, for the complaint; NULL: a bare word */
	unsigned int worlds; /* enum world: those that know it */
	bool explains;	     /* set() itself has said what is wrong */
	/* False: the value is wrong. */
	bool (*set)(struct options *options, struct word value);
};

#define CMDLINE_KEYS_MAX 48

extern const struct key cmdline_keys[];
extern const size_t nr_cmdline_keys;

bool word_is(struct word word, const char *text);

/* Is @word a decimal number from @min to @max?  Then it is in *@number. */
bool word_number(struct word word, uint64_t min, uint64_t max, uint64_t *number);

/* Is @word one of the @nr names that @name gives?  Then its number is in *@which. */
bool word_is_name(struct word word, const char *(*name)(unsigned int i), unsigned int nr,
		  unsigned int *which);

/* The mutant that @word names; NR_MUTANTS if none, after a complaint about @key. */
enum mutant word_mutant(const char *key, struct word word);

#endif
