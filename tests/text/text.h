/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Litmus tests that are text: docs/TEXT-LITMUS.md.
 */
#ifndef TESTS_TEXT_TEXT_H
#define TESTS_TEXT_TEXT_H

#include <tests/litmus.h>

#define TEXTS_MAX     32
#define TEXT_SIZE_MAX 16384 /* bytes of one */
#define TEXT_FILE_MAX 255   /* of its name */

/*
 * Make a litmus of the @size bytes at @text, which need not stay, and register it: after
 * registry_init(), and while no test runs.  NULL: one line on the console has said in which
 * line of @name what was found, and what was expected.
 */
const struct litmus *text_load(const char *name, const char *text, size_t size);

/*
 * The same of several in a row, as run-qemu.sh hands them over: before each is a line
 * "# stalehound-litmus: SIZE NAME", and behind its SIZE bytes a new line; at last comes
 * "# stalehound-litmus: end", and what follows is nothing.  What begins with no such line is
 * one text, @name.  False: one of them was refused, or is not so, and the rest was not read.
 */
bool text_load_all(const char *name, const char *text, size_t size);

/* The name that @litmus was loaded by; NULL: it is C. */
const char *text_file_of(const struct litmus *litmus);

/* What the bytes that @litmus was loaded from hash to, not 0; 0: it is C. */
unsigned int text_hash_of(const struct litmus *litmus);

/* Has @litmus that hash?  False: one line has said that a schedule= is of another text. */
bool text_is_scheduled(const struct litmus *litmus, unsigned int hash);

#endif
