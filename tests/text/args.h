/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the arguments, the values and the words of a tooth of a text.
 */
#ifndef TESTS_TEXT_ARGS_H
#define TESTS_TEXT_ARGS_H

#include <tests/text/lex.h>
#include <tests/text/verbs.h>

/*
 * Set @arg from @word, an argument of kind @kind of @call.  False: it is not of that kind, and a
 * complaint that names @call has said so.
 */
bool text_take_arg(const struct text_source *source, const char *call, enum text_kind kind,
		   struct word word, struct text_arg *arg);

/* The value that @word spells as the output does, or ANY; VALUE_END: none. */
enum value text_value(struct word word);

/* The bit of @word as a policy, a track and so on; 0: it is none. */
unsigned int text_policy(struct word word);
unsigned int text_track(struct word word);
unsigned int text_owner(struct word word);
unsigned int text_keeps(struct word word);

#define TEXT_NAMES                                                                                 \
	"OLD, NEW, NEWER, OTHER, FRESH, FAULT, DONE, FREED, FOREIGN or an error such as ENOMEM"
#define TEXT_KEEPS                                                                                 \
	"read, unmapped, write, remote, dirty, global, upper, pcid, buffered, ipi or speculated"

#endif
