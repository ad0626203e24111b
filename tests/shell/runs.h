/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Running tests from the shell.
 */
#ifndef TESTS_SHELL_RUNS_H
#define TESTS_SHELL_RUNS_H

#include <stdbool.h>

/*
 * Run tests: @words are words of the command line, or a GLOB and such words; @holds: open the
 * shell at each violation that is printed.  The status is passed to shell_note().  False: @words
 * were refused, in one line.
 */
bool runs_begin(const char *words, bool holds);

#endif
