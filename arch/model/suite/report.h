/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output of the model, in the formats of tests/engine/report.h: KTAP, or a JSON object a line.
 */
#ifndef ARCH_MODEL_SUITE_REPORT_H
#define ARCH_MODEL_SUITE_REPORT_H

#include <arch/model/suite/search.h>
#include <tests/engine/report.h>

struct model_line {
	enum result result;
	const char *name; /* "sound", or the mutant's */
	const char *note; /* why it failed or was skipped; NULL: nothing to say */
	const struct litmus *litmus;
	const struct answer *answer; /* NULL: it was not run */
	enum line_kind kind;
	bool broken; /* it failed because the test is broken or too large */
};

void model_report_begin(const struct options *options, size_t nr_tests);
/* @number: the number of the test, from 1. */
void model_report_test_begin(const struct litmus *litmus, size_t number, size_t nr_lines);
void model_report_line(const struct model_line *line);
/* Returns the totals of its lines, for model_report_add(). */
struct totals model_report_test_end(void);
/* The process of the test ended before the test, as @death says. */
void model_report_test_lost(const struct litmus *litmus, size_t number, const char *death);
/* Test @number is not run, and @why. */
void model_report_test_left_out(const struct litmus *litmus, size_t number, const char *why);
void model_report_add(const struct totals *test);
void model_report_end(const struct options *options);

/* The totals of all tests that were added. */
struct totals model_report_totals(void);

#endif
