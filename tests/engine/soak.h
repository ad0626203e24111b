/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Soak: all the tests that run= selects, mixed, for as long as seconds= says in all,
 * and what is still to be run of them then.
 */
#ifndef TESTS_ENGINE_SOAK_H
#define TESTS_ENGINE_SOAK_H

#include <kernel/options/cmdline.h>

/* Run and report them, the sound results only. */
void soak(const struct options *options);

#endif
