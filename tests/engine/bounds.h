/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a run has been given, and may change.
 */
#ifndef TESTS_ENGINE_BOUNDS_H
#define TESTS_ENGINE_BOUNDS_H

#include <tests/litmus.h>

/* May @call be about @pages pages from @va on, as @run was given?  If not, the test is broken. */
bool bounds_allow(const struct run *run, const char *call, uintptr_t va, size_t pages);

/* May @call be about page @index of a file?  Likewise. */
bool bounds_have_page(const char *call, uint64_t index);

#endif
