/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Calls that must not fail.
 */
#ifndef TESTS_ENGINE_MUST_H
#define TESTS_ENGINE_MUST_H

#include <stdint.h>

/* Provided by each world: the test is broken if @result, of a call about @where, is not DONE. */
void must(uint64_t result, const char *call, uint64_t where);

#endif
