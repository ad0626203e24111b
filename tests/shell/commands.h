/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands of the shell: one table.
 */
#ifndef TESTS_SHELL_COMMANDS_H
#define TESTS_SHELL_COMMANDS_H

#include <stdbool.h>
#include <tests/shell/line.h>

/*
 * Run the command @text, or print in one line what is wrong with it, and note EXIT_USAGE.
 * False: it names no command.
 */
bool command_run(char *text);

/* See words_complete(). */
bool commands_complete(struct line *line);

#endif
