/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output of the suite, in one of two formats.
 *
 *	ktap	KTAP version 1 (Linux: Documentation/dev-tools/ktap.rst)
 *	json	one object a line
 *
 * Per test a subtest with a result for soundness and one for each tooth.
 */
#ifndef TESTS_ENGINE_REPORT_H
#define TESTS_ENGINE_REPORT_H

#include <tests/engine/regime.h>
#include <tests/engine/session.h>
#include <tests/engine/totals.h>

/* One line of a test: "sound", or a tooth. */
struct verdict_line {
	enum result result;
	const char *name;	     /* "sound", "probe", or the mutant's name */
	const char *note;	     /* why it was skipped or failed; NULL: nothing to say */
	const struct litmus *litmus; /* whose table the tally counts; NULL: no tally */
	const struct tally *tally;
	const struct tally *rate;    /* a tooth: runs after it was first caught; NULL: none */
	struct regimes regimes;	     /* under which it was to run */
	uint64_t least;		     /* runs under each of them, without which it claims nothing */
	const struct enough *enough; /* what shows its teeth: enough.h; NULL: not printed */
	enum line_kind kind;
	bool broken; /* it has failed, through the test's own fault */
};

void report_line(const struct verdict_line *line);
/* Close the test, as failed if any of its lines was, as skipped if all were. */
void report_test_end(void);
/* Report a test that has more actors than there are CPUs as skipped. */
void report_too_few_cpus(const struct litmus *litmus);
/* The closing summary. */
void report_end(const struct options *options);

#endif
