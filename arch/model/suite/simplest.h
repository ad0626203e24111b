/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Finding a simple violation.
 */
#ifndef ARCH_MODEL_SUITE_SIMPLEST_H
#define ARCH_MODEL_SUITE_SIMPLEST_H

#include <arch/model/suite/search.h>

/*
 * After a violation look for one of the same kind with as few preemptions as possible, and among
 * those for the shortest.  Leaves its trace, and sets @finding.
 */
void simplest(const struct litmus *litmus, const struct config *config, struct finding *finding);

#endif
