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
 * Make a litmus from the @size bytes at @text, which need not stay, and register it; called after
 * registry_init(), and while no test runs.  NULL: one line on the console has said which line of
 * @name was wrong, what was found, and what was expected.
 */
const struct litmus *text_load(const char *name, const char *text, size_t size);

/*
 * The same for several texts in a row, as run-qemu.sh passes them: before each is a line
 * "# stalehound-litmus: SIZE NAME", and after its SIZE bytes a new line; the last line is
 * "# stalehound-litmus: end", and the rest is ignored.  Input that does not begin with such a line
 * is one text, @name.  False: one was refused or malformed, and the rest was not read.
 */
bool text_load_all(const char *name, const char *text, size_t size);

/* The name of the text of @litmus; NULL: it is C. */
const char *text_file_of(const struct litmus *litmus);

/* The hash of the text of @litmus, which is not 0; 0: it is C. */
unsigned int text_hash_of(const struct litmus *litmus);

/* Does @litmus have that hash?  If not, prints that the schedule= is of another text. */
bool text_is_scheduled(const struct litmus *litmus, unsigned int hash);

#endif
