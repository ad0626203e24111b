/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output of `stalehound pairs`: KTAP, or a JSON object a line; one line a scenario.
 */
#ifndef ARCH_MODEL_PAIRS_REPORT_H
#define ARCH_MODEL_PAIRS_REPORT_H

#include <arch/model/pairs/judge.h>
#include <arch/model/pairs/scenario.h>

struct pair_totals {
	uint64_t by_extent[NR_PAIR_EXTENTS];
	uint64_t too_large;
	uint64_t passed;
	uint64_t failed;
	uint64_t executions;
};

void pair_totals_add(struct pair_totals *totals, const struct pair_totals *more);

/* Begin the report: @nr scenarios of @all are explored. */
void pair_report_begin(const struct options *options, size_t nr, const struct scenarios *all);
/* Report scenario @number, from 1, and add it to @totals. */
void pair_report(const struct pair *pair, size_t number, const struct options *options,
		 const struct pair_answer *answer, struct pair_totals *totals);
/* The process that explored scenario @number and those after it ended early, as @death says. */
void pair_report_lost(size_t number, const char *death, struct pair_totals *totals);
void pair_report_end(const struct scenarios *all, const struct pair_totals *totals);

#endif
