/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * How large is the tree of all interleavings?  Larger than anybody can wait for, so it is
 * estimated.
 */
#ifndef ARCH_MODEL_SEARCH_KNUTH_H
#define ARCH_MODEL_SEARCH_KNUTH_H

#include <arch/model/machine/choices.h>
#include <arch/model/search/explore.h>

/* Each execution is one random descent; they never end by themselves. */
extern const struct strategy strategy_knuth;

#define KNUTH_PROBES 20000 /* at most */

struct estimate {
	unsigned int probes;
	long double leaves;   /* executions of the naive engine: the mean, unbiased */
	long double error;    /* its standard error, from the probes */
	long double at_least; /* with 99 % confidence, however unevenly they fall; 0: too few */
};

/* From the descents since strategy_knuth began. */
struct estimate knuth_estimate(void);

#endif
