/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Words that only tests use.
 */
#ifndef ARCH_MODEL_SUITE_USAGE_H
#define ARCH_MODEL_SUITE_USAGE_H

#include <stdbool.h>
#include <kernel/options/options.h>

/*
 * Refuse, in one line, what was asked for instead of tests, @what, together with a word that only
 * tests use, or with @word, unless NULL; @how it is explored instead.  Why: the user would take the
 * result for an answer to that word.  False: there is no such word.
 */
bool usage_refuses(const struct options *options, const char *what, const char *word,
		   const char *how);

#endif
