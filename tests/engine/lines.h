/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of tests and results, KTAP or an object each, to which each world adds what it has to
 * say.  They are counted, and sealed test by test.
 */
#ifndef TESTS_ENGINE_LINES_H
#define TESTS_ENGINE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tests/engine/totals.h>

/* The begin of every line. */
struct line_head {
	enum line_kind kind;
	enum result result;
	const char *name;
	const char *note; /* why it was skipped, undecided or failed; NULL: nothing to say */
};

/* Begin a plan of @nr_tests tests, and forget earlier counts. */
void lines_begin(bool json, size_t nr_tests);
/* Where the run is: in which test, from 1 on, of how many. */
struct lines_place {
	const char *name;
	size_t number;
	size_t planned;
};
struct lines_place lines_place(void);

/* How many plans were begun so far. */
unsigned int lines_plans(void);
bool lines_are_json(void);
struct totals lines_totals(void);

/* The next test is number @number; this process may not have run those before it. */
void lines_number(size_t number);
/* @nr_lines: 0 if it is not known yet. */
void lines_test_begin(const char *name, const char *asks, const char *source, size_t nr_lines);
/* End the test: failed if any line was; skipped if none passed, as undecided or for @not_run. */
void lines_test_end(const char *not_run);

/*
 * Report a test that is not run, and @why: skipped, or @undecided, since its result is unknown.
 */
void lines_test_not_run(const char *name, const char *asks, const char *source, bool undecided,
			const char *why);

/* Why a test is not run: see options->stop. */
#define LINES_STOPPED "not run: as many tests have failed as stop= allows"

/* Have as many tests ended with a failure as @stop, if it is not 0? */
bool lines_failed_enough(uint64_t stop);

/* The totals of the current test, or of the last one. */
struct totals lines_test_totals(void);
/* Test @number, which was begun in another process, did not end; @why says why. */
void lines_test_lost(size_t number, const char *name, const char *why);

/* Count a line; @broken as in totals_count(). */
void lines_count(const struct line_head *head, bool broken);
/* Begin the line; the caller ends it with "\n". */
void lines_put_ktap(const struct line_head *head);
/* Begin the object; the caller ends it with "}\n". */
void lines_put_json(const struct line_head *head);

#endif
