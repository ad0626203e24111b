/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See needs.h.  The test is searched again without one rule after the other.
 */
#include <stdio.h>
#include <arch/model/suite/needs.h>
#include <kernel/rules/tlb_rules.h>

#define SECONDS_EACH 1.0
#define BOUND_MOST   2

enum need { NEEDED, NOT_NEEDED, PERHAPS };

static enum need need_of(const struct litmus *litmus, struct config config, enum tlb_rule rule)
{
	double start = check_work();
	struct limits limits = { .executions = UINT64_MAX };
	struct finding finding = { .executions = 0 };
	enum coverage coverage;

	config.without |= 1u << rule;
	for (unsigned int bound = 0; bound <= BOUND_MOST; bound++) {
		limits.until = start + SECONDS_EACH * (bound + 1) / (BOUND_MOST + 2);
		(void)check(litmus, &config, &strategy_naive, bound, 0, &limits, &finding);
		if (finding.violated)
			return NOT_NEEDED;
	}
	limits.until = start + SECONDS_EACH;
	coverage = check(litmus, &config, &strategy_dpor, 0, 0, &limits, &finding);
	if (finding.violated)
		return NOT_NEEDED;
	return coverage == COVERED_ALL ? NEEDED : PERHAPS;
}

void needs_print(const struct litmus *litmus, const struct config *config)
{
	bool any = false;

	for (unsigned int rule = 0; rule < NR_TLB_RULES; rule++) {
		enum need need;

		if (config->without >> rule & 1)
			continue;
		need = need_of(litmus, *config, (enum tlb_rule)rule);
		if (need == NOT_NEEDED)
			continue;
		printf("# needs of a CPU%s: %s (%s)\n", need == PERHAPS ? ", perhaps" : "",
		       tlb_rules[rule].name, tlb_rules[rule].text);
		any = true;
	}
	if (!any)
		printf("# needs of a CPU: nothing, the order of events alone does it\n");
}
