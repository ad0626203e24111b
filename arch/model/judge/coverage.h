/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which of the places that a mutant can change were passed, and which of them while some CPU could
 * use a stale translation: only there could a missing flush have been seen.
 */
#ifndef ARCH_MODEL_JUDGE_COVERAGE_H
#define ARCH_MODEL_JUDGE_COVERAGE_H

#include <arch/model/machine/judges.h>
#include <kernel/rules/mutants.h>

/* Print what was covered, and name what was not. */
void coverage_print(void);

#endif
