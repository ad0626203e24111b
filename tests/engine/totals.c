/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting lines, and the status that follows.  See totals.h.
 */
#include <kernel/lib/printk.h>
#include <tests/engine/totals.h>

void totals_count(struct totals *totals, enum line_kind kind, enum result result, bool broken)
{
	bool undecided = result == RESULT_UNDECIDED;

	totals->passed += result == RESULT_OK;
	totals->failed += result == RESULT_FAILED;
	totals->broken += broken;
	totals->skipped += result == RESULT_SKIPPED || undecided;
	totals->undecided += undecided;
	totals->unjudged += undecided && kind != LINE_TOOTH;
	totals->tests += kind != LINE_PROBE;
	totals->held += kind != LINE_PROBE && result == RESULT_OK;
}

void totals_add(struct totals *totals, const struct totals *more)
{
	totals->passed += more->passed;
	totals->failed += more->failed;
	totals->broken += more->broken;
	totals->crashed += more->crashed;
	totals->skipped += more->skipped;
	totals->undecided += more->undecided;
	totals->unjudged += more->unjudged;
	totals->tests += more->tests;
	totals->held += more->held;
}

void totals_print(const struct totals *totals)
{
	if (totals->undecided)
		printk("# %u undecided: %u results and %u teeth had too few runs\n",
		       totals->undecided, totals->unjudged, totals->undecided - totals->unjudged);
	printk("# %u passed, %u failed, %u skipped\n", totals->passed, totals->failed,
	       totals->skipped);
}

void totals_print_json(const struct totals *totals)
{
	printk("\"passed\":%u,\"failed\":%u,\"skipped\":%u,\"undecided\":%u", totals->passed,
	       totals->failed, totals->skipped, totals->undecided);
}

/* Did nothing pass?  Probes judge no test, so they do not count if there were tests. */
static bool nothing_was_judged(const struct totals *totals)
{
	return totals->tests ? !totals->held : !totals->passed;
}

enum exit_status totals_status(const struct totals *totals)
{
	if (totals->crashed)
		return EXIT_CRASH;
	if (totals->failed > totals->broken)
		return EXIT_CAUGHT;
	if (totals->broken)
		return EXIT_USAGE;
	if (nothing_was_judged(totals))
		printk("stalehound: nothing was judged: every test was %s\n",
		       totals->undecided ? "undecided or skipped" : "skipped");
	if (nothing_was_judged(totals) || totals->unjudged)
		return EXIT_UNDECIDED;
	return EXIT_HELD;
}
