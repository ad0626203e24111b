/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which of the rules that x86 allows (kernel/rules/tlb_rules.h) the simulated CPUs follow.
 */
#ifndef ARCH_MODEL_MACHINE_RULES_H
#define ARCH_MODEL_MACHINE_RULES_H

#include <stdbool.h>
#include <kernel/rules/tlb_rules.h>

/* A bit for each rule that is left out. */
extern unsigned int rules_left_out;

static inline bool rule_holds(enum tlb_rule rule)
{
	return !(rules_left_out >> rule & 1);
}

#endif
