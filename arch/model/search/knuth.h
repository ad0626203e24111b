/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Estimating the size of the tree of all interleavings, which is too large to be explored.
 */
#ifndef ARCH_MODEL_SEARCH_KNUTH_H
#define ARCH_MODEL_SEARCH_KNUTH_H

#include <arch/model/machine/choices.h>
#include <arch/model/search/explore.h>

/* Each execution is one random descent; this strategy never ends by itself. */
extern const struct strategy strategy_knuth;

#define KNUTH_PROBES 20000 /* at most */

struct estimate {
	unsigned int probes;
	long double leaves;   /* executions of the naive engine: the mean, unbiased */
	long double error;    /* its standard error, from the probes */
	long double at_least; /* with 99 % confidence, for any distribution; 0: too few probes */
};

/* The estimate from the descents since strategy_knuth began. */
struct estimate knuth_estimate(void);

#endif
