/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Every pair of calls, on every kind of page, from every state: `stalehound pairs`.  Provided by
 * arch/model/pairs/.
 */
#ifndef ARCH_MODEL_SUITE_PAIRS_H
#define ARCH_MODEL_SUITE_PAIRS_H

#include <kernel/options/options.h>
#include <kernel/sync/panic.h>

/* Explore the pairs that run= selects, or a sample; the specification, spec.h, judges them. */
enum exit_status pairs_run(const struct options *options);

#endif
