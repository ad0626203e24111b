/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Input from the console: waiting for it, or looking at it during a run.
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
 * Take the bytes that have come.  True: a key that opens the shell was among them.  With @keep
 * the other bytes are kept for input_wait(); without it they are dropped.
 */
bool input_look(bool keep);

#endif
