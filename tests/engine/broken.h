/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A broken test does something that the format does not allow, or relies on a call that then fails.
 * It says nothing about the memory manager, and never passes: the run is finished, the report names
 * the call, and the other tests go on.
 */
#ifndef TESTS_ENGINE_BROKEN_H
#define TESTS_ENGINE_BROKEN_H

#include <stdbool.h>
#include <stdint.h>

#define BROKEN_TEXT_MAX 200

/*
 * This test is broken: @call, about @where (an address, or a page of a file), is not allowed; @why
 * says why.  The first in a run counts; both strings must stay.  Any lock may be held.
 */
void broken(const char *call, uint64_t where, const char *why);

/* Write what was broken since the last call to @text, of BROKEN_TEXT_MAX; false: nothing. */
bool broken_take(char *text);

#endif
