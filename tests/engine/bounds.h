/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The addresses and pages that a run was given, and may change.
 */
#ifndef TESTS_ENGINE_BOUNDS_H
#define TESTS_ENGINE_BOUNDS_H

#include <tests/litmus.h>

/* Was @run given the @pages pages from @va on, for @call?  If not, the test is broken. */
bool bounds_allow(const struct run *run, const char *call, uintptr_t va, size_t pages);

/* Do files have a page @index, for @call?  If not, the test is broken. */
bool bounds_have_page(const char *call, uint64_t index);

#endif
