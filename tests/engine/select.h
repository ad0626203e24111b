/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * run=: which tests are meant.
 */
#ifndef TESTS_ENGINE_SELECT_H
#define TESTS_ENGINE_SELECT_H

#include <stdbool.h>
#include <stddef.h>

/* Does @name match one of @globs, which commas separate? */
bool selected(const char *globs, const char *name);

/*
 * Does every one of @globs, the value of @key, match one of the @n names?  If not, one
 * line on the console names the first that does not, and the nearest name.
 */
bool selection_is_sane(const char *key, const char *globs, const char *const *names, size_t n);

/* The one of @n names that is most similar to the @len characters at @text. */
const char *nearest_name(const char *text, size_t len, const char *const *names, size_t n);

#endif
