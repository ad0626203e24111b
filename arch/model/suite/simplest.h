/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a violation that was found to one that is easy to follow.
 */
#ifndef ARCH_MODEL_SUITE_SIMPLEST_H
#define ARCH_MODEL_SUITE_SIMPLEST_H

#include <arch/model/suite/search.h>

/*
 * Look for a violation of the same kind with as few preemptions as possible, and among
 * those for the shortest; leaves its trace behind, and says in @finding what it is.
 */
void simplest(const struct litmus *litmus, const struct config *config, struct finding *finding);

#endif
