/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of policies, and which one is in force.
 */
#include <kernel/rules/mutants.h>
#include <kernel/tlb/policy.h>
#include <kernel/tlb/tlb.h>

const struct flush_policy *const flush_policies[] = { &policy_eager, &policy_batch, &policy_luf };
const unsigned int nr_flush_policies = sizeof(flush_policies) / sizeof(flush_policies[0]);

static const struct flush_policy *chosen = &policy_luf;

const struct flush_policy *flush_policy(void)
{
	return chosen;
}

void flush_policy_choose(const struct flush_policy *policy)
{
	chosen = policy;
}

void unmap_batch_owe(struct unmap_batch *batch, struct mm_tlb *mm)
{
	/* The generation first: a CPU that loads @mm after this reads the mask sees it. */
	tlb_inc_gen(mm);
	if (mutant(UNMAP_KEEPS_LAST_MM))
		cpumask_clear(&batch->page_mask);
	cpumask_add(&batch->page_mask, &mm->cpumask);
}
