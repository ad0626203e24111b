/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schedule=: repeating one execution.
 */
#ifndef ARCH_MODEL_SUITE_FOLLOW_H
#define ARCH_MODEL_SUITE_FOLLOW_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

/*
 * Run the execution of options->schedule, print all of it, and judge it.  If the schedule does not
 * fit this build or this test: one line, and EXIT_USAGE.
 */
enum exit_status follow_schedule(const struct options *options);

#endif
