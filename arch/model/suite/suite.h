/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checking and reporting all tests that the arguments select.
 */
#ifndef ARCH_MODEL_SUITE_SUITE_H
#define ARCH_MODEL_SUITE_SUITE_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

enum exit_status suite_run(const struct options *options);

#endif
