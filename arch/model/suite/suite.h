/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checking all that the arguments ask for, and reporting it.
 */
#ifndef ARCH_MODEL_SUITE_SUITE_H
#define ARCH_MODEL_SUITE_SUITE_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

enum exit_status suite_run(const struct options *options);

#endif
