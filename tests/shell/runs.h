/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running tests from the shell.
 */
#ifndef TESTS_SHELL_RUNS_H
#define TESTS_SHELL_RUNS_H

#include <stdbool.h>

/*
 * Run what @words say, the words of the command line, or a GLOB and such words; @holds: and open
 * the shell at each violation that is told.  What comes of it is noted by shell_note().  False:
 * @words are refused, in one line.
 */
bool runs_begin(const char *words, bool holds);

#endif
