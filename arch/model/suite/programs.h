/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Comparing the model with itself: on small random programs all engines must agree, and an eager
 * TLB must find no outcome that the sets do not have.
 */
#ifndef ARCH_MODEL_SUITE_PROGRAMS_H
#define ARCH_MODEL_SUITE_PROGRAMS_H

#include <kernel/options/cmdline.h>
#include <kernel/sync/panic.h>

/* Run options->programs of them.  EXIT_CAUGHT: some of them disagree. */
enum exit_status programs_run(const struct options *options);

#endif
