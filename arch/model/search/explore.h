/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which executions there are, and which of them to run.
 */
#ifndef ARCH_MODEL_SEARCH_EXPLORE_H
#define ARCH_MODEL_SEARCH_EXPLORE_H

#include <stdbool.h>
#include <stdint.h>
#include <arch/model/machine/choices.h>

#define NO_BOUND (~0u)

extern const struct strategy strategy_dpor;
extern const struct strategy strategy_naive; /* every interleaving, up to a bound of preemptions */
extern const struct strategy strategy_steps; /* the same, preempting at steps only */
extern const struct strategy strategy_random;
extern const struct strategy strategy_pct;
extern const struct strategy strategy_replay;

/* strategy_dpor explores part @i, from 0, of @n of the tree. */
void dpor_use_shard(unsigned int i, unsigned int n);

#endif
