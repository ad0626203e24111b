/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The commands of the shell: one table.
 */
#ifndef TESTS_SHELL_COMMANDS_H
#define TESTS_SHELL_COMMANDS_H

#include <stdbool.h>
#include <tests/shell/line.h>

/*
 * Do what @text says, or say in one line what is wrong with it, and note that as EXIT_USAGE.
 * False: it names no command.
 */
bool command_run(char *text);

/* See words_complete(). */
bool commands_complete(struct line *line);

#endif
