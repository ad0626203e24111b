/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The words of a line: splitting it, what they may be, and completing them.
 */
#ifndef TESTS_SHELL_WORDS_H
#define TESTS_SHELL_WORDS_H

#include <stdbool.h>
#include <tests/shell/complete.h>
#include <tests/shell/line.h>

/* Cut @text, which begins with no blank, after its first word.  Returns the rest, without blanks.
 */
const char *words_split(char *text);

/* The @i-th test or probe; the @i-th mutant; NULL after the last. */
names_fn words_test;
names_fn words_mutant;

/* The name that is most similar to @text. */
const char *words_nearest(const char *text, names_fn *name);

/* Does one of @globs match a name?  If not, prints one line. */
bool words_known(const char *globs, names_fn *name);

/*
 * Tab was pressed in @line: insert what all words that begin like the one before the cursor have in
 * common.  True: they had nothing more in common, and were printed below.  @command: the names that
 * may begin a line.
 */
bool words_complete(struct line *line, names_fn *command);

#endif
