/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * litmus=FILE[,FILE…]: texts for the worlds that are programs.
 */
#ifndef TESTS_TEXT_HOSTED_FILES_H
#define TESTS_TEXT_HOSTED_FILES_H

#include <stdbool.h>

/*
 * Load each of @files, which commas separate, as a litmus: see text_load().  False: one
 * cannot be read, or is refused, and one line on the console has said so.
 */
bool text_load_files(const char *files);

#endif
