/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Soak: mix all tests that run= selects, for seconds= in all, and then run those that had too few
 * runs.
 */
#ifndef TESTS_ENGINE_SOAK_H
#define TESTS_ENGINE_SOAK_H

#include <kernel/options/cmdline.h>

/* Run and report the soak: sound results only. */
void soak(const struct options *options);

#endif
