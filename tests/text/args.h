/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a text may have for an argument, a value, or one of the words of a tooth.
 */
#ifndef TESTS_TEXT_ARGS_H
#define TESTS_TEXT_ARGS_H

#include <tests/text/lex.h>
#include <tests/text/verbs.h>

/*
 * Turn @word, which a call has where @kind is due, into @arg.  False: it is no such thing,
 * and a complaint that names @call has said so.
 */
bool text_take_arg(const struct text_source *source, const char *call, enum text_kind kind,
		   struct word word, struct text_arg *arg);

/* The value that @word spells, as the output does, and ANY; VALUE_END: none. */
enum value text_value(struct word word);

/* The bit that @word stands for in each of these; 0: it is none of them. */
unsigned int text_policy(struct word word);
unsigned int text_track(struct word word);
unsigned int text_owner(struct word word);
unsigned int text_keeps(struct word word);

#define TEXT_NAMES                                                                                 \
	"OLD, NEW, NEWER, OTHER, FRESH, FAULT, DONE, FREED, FOREIGN or an error such as ENOMEM"
#define TEXT_KEEPS                                                                                 \
	"read, unmapped, write, remote, dirty, global, upper, pcid, buffered, ipi or speculated"

#endif
