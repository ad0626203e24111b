/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is typed on the console: waited for, or looked at in passing.
 */
#ifndef TESTS_SHELL_INPUT_H
#define TESTS_SHELL_INPUT_H

#include <stdbool.h>
#include <stdint.h>

/* Opens the shell in the middle of a run, as Ctrl-C does. */
#define INPUT_KEY '!'

#define INPUT_NO_END UINT64_MAX

/* The next byte; wait for it until cpu_cycles() is @end.  -1: none came. */
int input_wait(uint64_t end);

/*
 * Take what has come.  True: a key was among it that opens the shell.  What else was typed is for
 * input_wait(), if @keep, or noise.
 */
bool input_look(bool keep);

#endif
