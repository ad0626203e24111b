/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * schedule=: one test, one run, as the schedule has it.
 */
#ifndef TESTS_ENGINE_REPLAY_H
#define TESTS_ENGINE_REPLAY_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

/* Follow options->schedule and report the result.  Returns the status to leave with. */
enum exit_status replay(const struct options *options);

#endif
