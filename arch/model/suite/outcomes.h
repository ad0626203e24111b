/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The outcomes of a random program: the final values of its registers, flags, page-table entries
 * and frames, and how it ended, over all its executions; each is a vector.
 */
#ifndef ARCH_MODEL_SUITE_OUTCOMES_H
#define ARCH_MODEL_SUITE_OUTCOMES_H

#include <stdbool.h>
#include <arch/model/machine/sched.h>
#include <arch/model/search/vectors.h>

/* Empty @set, and collect outcomes in it from now on. */
void outcomes_collect(struct vectors *set);

/* For verdict_watch(): add the outcomes of the execution that has just ended. */
void outcomes_take(void);

/* Was there room for all outcomes since outcomes_collect()? */
bool outcomes_fitted(void);

/* What the last violation since outcomes_forget_violation() was; "" if there was none. */
const char *outcomes_violation(void);
void outcomes_forget_violation(void);

/* Has some execution in @set ended so? */
bool outcomes_have_ending(const struct vectors *set, enum ending ending);

void outcome_print(const struct vector *vector);

#endif
