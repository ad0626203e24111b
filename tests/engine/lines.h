/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines of tests and results, KTAP or an object each, around what a world has to say of them.
 * They are counted, and sealed test by test.
 */
#ifndef TESTS_ENGINE_LINES_H
#define TESTS_ENGINE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tests/engine/totals.h>

/* How every line begins. */
struct line_head {
	enum line_kind kind;
	enum result result;
	const char *name;
	const char *note; /* why it was skipped, undecided or failed; NULL: nothing to say */
};

/* A plan of so many tests: what was counted before is forgotten. */
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

/* The next test is number @number, though this process did not run those before it. */
void lines_number(size_t number);
/* @nr_lines: 0 if it is not known yet. */
void lines_test_begin(const char *name, const char *asks, const char *source, size_t nr_lines);
/* As failed if any line was, as skipped if none passed: for want of decision, or @not_run. */
void lines_test_end(const char *not_run);

/*
 * The whole of a test that is not run, and @why: skipped, or @undecided, since nobody knows what
 * it would have come to.
 */
void lines_test_not_run(const char *name, const char *asks, const char *source, bool undecided,
			const char *why);

/* Why a test is not run: see options->stop. */
#define LINES_STOPPED "not run: as many tests have failed as stop= allows"

/* Have as many tests ended with a failure as @stop, if it is not 0? */
bool lines_failed_enough(uint64_t stop);

/* What the lines of the present test came to, or of the last. */
struct totals lines_test_totals(void);
/* Test @number, which was begun elsewhere, never came to its end: @why. */
void lines_test_lost(size_t number, const char *name, const char *why);

/* One line more; @broken as totals_count() has it. */
void lines_count(const struct line_head *head, bool broken);
/* It begins; the caller ends it, by "\n". */
void lines_put_ktap(const struct line_head *head);
/* The object begins; the caller ends it, by "}\n". */
void lines_put_json(const struct line_head *head);

#endif
