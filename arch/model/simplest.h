/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From a violation that was found to one that is easy to follow, and to schedules that
 * repeat it.
 */
#ifndef ARCH_MODEL_SIMPLEST_H
#define ARCH_MODEL_SIMPLEST_H

#include <arch/model/search.h>

/*
 * Look for a violation of the same kind with as few preemptions as possible, and among
 * those for the shortest; leaves its trace behind, and says in @finding what it is.
 */
void simplest(const struct litmus *litmus, const struct config *config, struct finding *finding);

/*
 * Print what repeats the execution in the model, and, if metal can be made to follow one
 * that a user access notices there, what shows it on metal.
 */
void print_schedules(const struct litmus *litmus, const struct config *config);

#endif
