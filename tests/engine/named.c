/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * See named.h.
 */
#include <kernel/rules/mutants.h>
#include <kernel/lib/printk.h>
#include <tests/engine/named.h>
#include <tests/engine/table.h>

/* How much the result of a tooth that was not caught says. */
static unsigned int weight(enum result result)
{
	static const unsigned int weights[] = {
		[RESULT_OK] = 0,
		[RESULT_SKIPPED] = 1,
		[RESULT_UNDECIDED] = 2,
		[RESULT_FAILED] = 3,
	};

	return weights[result];
}

/* The first mutant named by the user that is no tooth of @litmus; NR_MUTANTS: none. */
static enum mutant stranger(const struct litmus *litmus, const struct options *options)
{
	for (unsigned int id = 0; id < NR_MUTANTS; id++) {
		bool tooth = false;

		for (unsigned int i = 0; i < litmus_nr_teeth(litmus); i++)
			tooth |= litmus->teeth[i].mutant == id;
		if (options->mutants[id] && !tooth)
			return (enum mutant)id;
	}
	return NR_MUTANTS;
}

void named_judge(const struct litmus *litmus, const struct options *options, rule_fn *rule,
		 const void *found, struct ruling *ruling)
{
	struct ruling one;
	enum mutant other;

	*ruling = (struct ruling){ .result = RESULT_OK };
	for (unsigned int i = 0; i < litmus_nr_teeth(litmus); i++) {
		if (!options->mutants[litmus->teeth[i].mutant])
			continue;
		one = (struct ruling){ .result = RESULT_OK };
		rule(&litmus->teeth[i], found, &one);
		if (weight(one.result) <= weight(ruling->result))
			continue;
		ruling->result = one.result;
		snformat(ruling->note, sizeof(ruling->note), "%s: %s",
			 mutant_info[litmus->teeth[i].mutant].name, one.note);
	}
	other = stranger(litmus, options);
	if (ruling->result != RESULT_OK || other == NR_MUTANTS)
		return;
	snformat(ruling->note, sizeof(ruling->note),
		 "held with %s in, which %s and is no tooth of this test", mutant_info[other].name,
		 mutant_last_site(other) ? "acted" : "never acted");
}
