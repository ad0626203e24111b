/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Completing a word that the user has begun to type.
 */
#ifndef TESTS_SHELL_COMPLETE_H
#define TESTS_SHELL_COMPLETE_H

#include <stddef.h>

/* The names to choose from: the @i-th, NULL after the last. */
typedef const char *names_fn(size_t i);

/*
 * How many names begin with the @len characters at @word.  *@first is the first of them, and
 * all begin with *@common characters of it.
 */
size_t complete(const char *word, size_t len, names_fn *name, const char **first, size_t *common);

#endif
