/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A broken test: one that does what the format does not allow, or relies on a call that
 * then fails.  That says nothing about the memory manager, and is never a pass: the run is
 * finished, the call that broke it is named, and the other tests go on.
 */
#ifndef TESTS_ENGINE_BROKEN_H
#define TESTS_ENGINE_BROKEN_H

#include <stdbool.h>
#include <stdint.h>

#define BROKEN_TEXT_MAX 200

/*
 * This test is broken: @call, about @where (an address, or a page of a file), is not
 * allowed, since @why.  The first of a run counts; both strings stay.  Any lock may be held.
 */
void broken(const char *call, uint64_t where, const char *why);

/* Spell what was broken since the last call into @text, of BROKEN_TEXT_MAX; false: nothing. */
bool broken_take(char *text);

#endif
