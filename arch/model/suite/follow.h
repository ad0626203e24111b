/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schedule=: repeating one execution.
 */
#ifndef ARCH_MODEL_SUITE_FOLLOW_H
#define ARCH_MODEL_SUITE_FOLLOW_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

/*
 * Run what options->schedule says, show it whole, and judge it.  A schedule that does not
 * fit this build or this test: one line, and EXIT_USAGE.
 */
enum exit_status follow_schedule(const struct options *options);

#endif
