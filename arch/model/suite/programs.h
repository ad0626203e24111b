/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The model against itself: on random small programs all engines must agree, and what an
 * eager TLB may do must lie within the sets.
 */
#ifndef ARCH_MODEL_SUITE_PROGRAMS_H
#define ARCH_MODEL_SUITE_PROGRAMS_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

/* Run options->programs of them.  EXIT_CAUGHT: some of them disagree. */
enum exit_status programs_run(const struct options *options);

#endif
