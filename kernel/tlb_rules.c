/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See tlb_rules.h.
 */
#include <kernel/tlb_rules.h>

const struct tlb_rule_info tlb_rules[NR_TLB_RULES] = {
	[RULE_KEPT_ENTRIES] = { "kept-entries", "it holds what an access of its own fetched" },
	[RULE_SPECULATION] = { "speculation", "it holds what no access of its own asked for" },
	[RULE_UPPER_LEVELS] = { "upper-levels", "it walks from a table that was unlinked" },
	[RULE_LATE_RIGHTS] = { "late-rights", "it faults for a right that it has been given" },
	[RULE_KEPT_DIRTY] = { "kept-dirty", "it does not set D again that was cleared" },
	[RULE_SPONTANEOUS_A] = { "spontaneous-a", "it sets A where no access was made" },
	[RULE_KEPT_PCID] = { "kept-pcid", "it keeps translations over a MOV CR3" },
	[RULE_TWO_ENTRIES] = { "two-entries", "it uses two translations of a page in turn" },
	[RULE_STORE_BUFFERS] = { "store-buffers", "its stores are seen after its later loads" },
};
