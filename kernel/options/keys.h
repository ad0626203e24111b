/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words of a command line, NAME or NAME=VALUE, by a table of the names.
 */
#ifndef KERNEL_OPTIONS_KEYS_H
#define KERNEL_OPTIONS_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <kernel/options/words.h>

struct key {
	const char *name;
	const char *values;  /* what would be right, for the complaint; NULL: a bare word */
	unsigned int worlds; /* those that know it, a bit each */
	bool explains;	     /* set() itself has said what is wrong */
	/* Store @value in the struct that the table is about.  False: it is wrong. */
	bool (*set)(void *into, struct word value);
};

struct keys {
	const struct key *of;
	size_t nr;
	unsigned int world; /* this one */
};

/* set() for a bare word, a switch, a number, and a text that is kept: @member of a struct @type. */
#define KEY_FLAG(type, name, member)                                                               \
	static bool set_##name(void *into, struct word value)                                      \
	{                                                                                          \
		(void)value;                                                                       \
		return ((struct type *)into)->member = true;                                       \
	}

#define KEY_SWITCH(type, name, member, yes, no)                                                    \
	static bool set_##name(void *into, struct word value)                                      \
	{                                                                                          \
		((struct type *)into)->member = word_is(value, yes);                               \
		return word_is(value, yes) || word_is(value, no);                                  \
	}

#define KEY_NUMBER(type, name, member, min, max)                                                   \
	static bool set_##name(void *into, struct word value)                                      \
	{                                                                                          \
		return word_number(value, min, max, &((struct type *)into)->member);               \
	}

#define KEY_TEXT(type, name, member, size)                                                         \
	static bool set_##name(void *into, struct word value)                                      \
	{                                                                                          \
		static char kept[size];                                                            \
                                                                                                   \
		((struct type *)into)->member = word_keep(value, kept, sizeof(kept));              \
		return ((struct type *)into)->member != NULL;                                      \
	}

/*
 * Store what @word says in @into, which the setters of @keys expect.  @seen has a flag for each
 * key, false before the first word.  False: it is wrong, and one line has said what, and what would
 * be right.
 */
bool keys_take(const struct keys *keys, struct word word, void *into, bool seen[]);

/* A line for each key of this world. */
void keys_print(const struct keys *keys);

#endif
