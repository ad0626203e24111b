/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words that only tests use.
 */
#ifndef ARCH_MODEL_SUITE_USAGE_H
#define ARCH_MODEL_SUITE_USAGE_H

#include <stdbool.h>
#include <kernel/options/options.h>

/*
 * The user asked for @what instead of tests.  If @options have a word that only tests use, or if
 * @word is not NULL, print one line that refuses it and says @how @what is explored.  Why: the
 * user would take the result for an answer to that word.  False: there is no such word.
 */
bool usage_refuses(const struct options *options, const char *what, const char *word,
		   const char *how);

#endif
