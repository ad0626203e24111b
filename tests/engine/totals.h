/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The totals of a run's lines, and the exit status that follows, in both worlds.
 */
#ifndef TESTS_ENGINE_TOTALS_H
#define TESTS_ENGINE_TOTALS_H

#include <stdbool.h>
#include <kernel/sync/panic.h>

/* Undecided: it ran, but too few times to say that it held or failed. */
enum result { RESULT_OK, RESULT_FAILED, RESULT_SKIPPED, RESULT_UNDECIDED };

/* What a line is about: a test without teeth, one of its teeth, or the machine. */
enum line_kind { LINE_SOUND, LINE_TOOTH, LINE_PROBE };

struct totals {
	unsigned int passed;
	unsigned int failed;
	unsigned int broken;	/* of these, those that the test itself has broken */
	unsigned int crashed;	/* likewise, those that crashed: the model goes on after that */
	unsigned int skipped;	/* the undecided among them */
	unsigned int undecided; /* lines */
	unsigned int unjudged;	/* of these, those that are no tooth: the run is undecided */
	unsigned int tests;	/* lines that are no probe */
	unsigned int held;	/* of these, those that passed */
};

/* Count a line; @broken: it failed because the test is broken. */
void totals_count(struct totals *totals, enum line_kind kind, enum result result, bool broken);
void totals_add(struct totals *totals, const struct totals *more);

/* The closing lines of KTAP; the same as members of a JSON object. */
void totals_print(const struct totals *totals);
void totals_print_json(const struct totals *totals);

/* The status to leave with, after a line on the console if nothing was judged. */
enum exit_status totals_status(const struct totals *totals);

#endif
