/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What x86 lets a CPU do with translations, as far as not every CPU does it.  The model
 * does all of it, but for what without= takes away; and it says which of it a violation
 * needs.  kernel/rules/tlb_rules.def lists them, docs/MODEL.md has the sections of the manuals.
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

/* As without= has it, and what a CPU does by it. */
struct tlb_rule_info {
	const char *name;
	const char *text;
};
extern const struct tlb_rule_info tlb_rules[NR_TLB_RULES];

#endif
