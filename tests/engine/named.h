/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The result of a test with teeth that the user named, none of which was caught.  Each world has a
 * rule for one tooth; this combines the results of several.
 */
#ifndef TESTS_ENGINE_NAMED_H
#define TESTS_ENGINE_NAMED_H

#include <kernel/options/cmdline.h>
#include <tests/engine/totals.h>
#include <tests/litmus.h>

/* Why a tooth is not tried. */
#define TOOTH_PROVES_NOTHING "the test does not hold without it, so it proves nothing"
#define TOOTH_OF_NO_REGIME   "it bites under other policies only"

#define RULING_NOTE_MAX 160

struct ruling {
	enum result result;
	char note[RULING_NOTE_MAX]; /* empty: nothing to say */
};

/* Rule on @tooth, which was in force while @found was found, without a violation. */
typedef void rule_fn(const struct tooth *tooth, const void *found, struct ruling *ruling);

/*
 * The test held with the mutants that the user named.  Of its teeth among them the strongest result
 * decides: a failure, then undecided, then skipped.
 */
void named_judge(const struct litmus *litmus, const struct options *options, rule_fn *rule,
		 const void *found, struct ruling *ruling);

#endif
