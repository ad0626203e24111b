/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The table of rules.  See tlb_rules.h.
 */
#include <kernel/rules/tlb_rules.h>

const struct tlb_rule_info tlb_rules[NR_TLB_RULES] = {
#define TLB_RULE(id, name, text) [RULE_##id] = { name, text },
#include <kernel/rules/tlb_rules.def>
#undef TLB_RULE
};
