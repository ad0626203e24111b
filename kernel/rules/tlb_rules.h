/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What x86 allows a CPU to do with translations and some CPUs do not do.  The model does all of
 * it, except the rules that without= leaves out, and says which rules a violation needs.
 * kernel/rules/tlb_rules.def lists them; docs/MODEL.md has the sections of the manuals.
 */
#ifndef KERNEL_RULES_TLB_RULES_H
#define KERNEL_RULES_TLB_RULES_H

#include <stddef.h>

enum tlb_rule {
#define TLB_RULE(id, name, text) RULE_##id,
#include <kernel/rules/tlb_rules.def>
#undef TLB_RULE
	NR_TLB_RULES
};

/* The name for without=, and what a CPU with this rule does. */
struct tlb_rule_info {
	const char *name;
	const char *text;
};
extern const struct tlb_rule_info tlb_rules[NR_TLB_RULES];

#endif
